import { ConfigurationError } from '../../protocol/index.js';
import { UriTemplate } from './uri-template.js';

describe('UriTemplate', () => {
  // RFC 6570 sections 1.2 and 3.2, as far as a URI can be read back.
  it.each([
    ['{var}', { var: 'value' }, 'value'],
    ['{hello}', { hello: 'Hello World!' }, 'Hello%20World%21'],
    ['{half}', { half: '50%' }, '50%25'],
    ['O{+undef}X', { undef: 'a' }, 'OaX'],
    ['{+hello}', { hello: 'Hello World!' }, 'Hello%20World!'],
    ['{+path}/here', { path: '/foo/bar' }, '/foo/bar/here'],
    ['here?ref={+path}', { path: '/foo/bar' }, 'here?ref=/foo/bar'],
    ['X{#var}', { var: 'value' }, 'X#value'],
    ['X{#hello}', { hello: 'Hello World!' }, 'X#Hello%20World!'],
    ['X{.var}', { var: 'value' }, 'X.value'],
    ['{/var}/here', { var: 'value' }, '/value/here'],
    ['{;who}', { who: 'fred' }, ';who=fred'],
    ['{?x,y}', { x: '1024', y: '768' }, '?x=1024&y=768'],
    ['{?x,y,empty}', { x: '1024', y: '768', empty: '' }, '?x=1024&y=768&empty='],
    ['?fixed=yes{&x}', { x: '1024' }, '?fixed=yes&x=1024'],
    ['users://{id}/posts{?page}', { id: 'ä', page: '2' }, 'users://%C3%A4/posts?page=2'],
    ['docs://übersicht/{id}', { id: '1' }, 'docs://%C3%BCbersicht/1'],
    ['a://{a}{?b}{&c}', { a: '1', c: '3' }, 'a://1?c=3'],
    ['a://{constructor}{?__proto__}', { constructor: '1' }, 'a://1'],
  ])('%s with %j is %s, and back', (template, variables, uri) => {
    const made = new UriTemplate(template);
    expect(made.expand(variables as never)).toBe(uri);
    expect(made.match(uri)).toEqual(variables);
  });

  it.each([
    ['a://{x}-{y}', 'a://1-2-3', { x: '1', y: '2-3' }],
    ['a://{x}b', 'a://bbb', { x: 'bb' }],
    ['a://{+path}/{name}', 'a://x/y/z', { path: 'x/y', name: 'z' }],
    ['a://{+path}-{name}', 'a://x-y-z', { path: 'x', name: 'y-z' }],
    ['a://{+path}{?q}', 'a://x?q=1', { path: 'x', q: '1' }],
    ['a://{+path}{&q}', 'a://x&q=1&q=2', { path: 'x&q=1', q: '2' }],
    ['a://{id}{?p,q}', 'a://1?q=2&p=3', { id: '1', p: '3', q: '2' }],
    ['a://{id}', 'a://jane@example.com', { id: 'jane@example.com' }],
    ['a://%c3%bc/{id}', 'a://%c3%bc/1', { id: '1' }],
    ['a://x/{id}', 'a://x/%7e', { id: '~' }],
    ['a://{+path}', 'a://x%2Fy', { path: 'x/y' }],
    ['a://{x}-{y}', 'a://..-x-y', { x: '..-x', y: 'y' }],
    ['a://{x}{.y}', 'a://..x.y', { x: '..x', y: 'y' }],
    ['a://{+x}-{y}', 'a://a/..-b/c-d', { x: 'a/..-b/c', y: 'd' }],
    ['a://{x}2{y}', 'a://x2%252e', { x: 'x2%', y: 'e' }],
  ])('%s takes of %s the shortest first', (template, uri, variables) => {
    expect(new UriTemplate(template).match(uri)).toEqual(variables);
  });

  it.each([
    ['a://{id}', 'a://'],
    ['a://{id}', 'a://1/2'],
    ['a://{id}', 'a://1?x=2'],
    ['a://{id}', 'b://1'],
    ['a://{id}', 'a://%'],
    ['a://{id}', 'a://%zz'],
    ['a://{id}', 'a://%ff'],
    ['a://{id}', 'a://%C0%AF'],
    ['a://{id}', 'a://ü'],
    ['a://{id}', 'a://1 2'],
    ['a://{id}1', 'a://%41'],
    ['a://{id}{?q}', 'a://1?'],
    ['a://{id}{?q}', 'a://1?q'],
    ['a://{id}{?q}', 'a://1?x=1'],
    ['a://{id}{?q}', 'a://1?q=1&q=2'],
    ['a://{id}{?q}', 'a://1&q=1'],
    ['a://{id}{?q}', 'a://1?q=1&'],
    ['a://{id}{?q,r}', 'a://1?q=1?r=1'],
    ['a://{id}{?q}', 'a://1?q=1#x'],
  ])('%s does not match %s', (template, uri) => {
    expect(new UriTemplate(template).match(uri)).toBeUndefined();
  });

  it.each(['..', '.', '%2e%2E', 'x%2Fy', 'x%5cy', '%2f..', 'x%00', '%252e%252e', 'x%252Fy', '%25252e'])(
    'no variable takes %s',
    (text) => {
      for (const template of ['a://{id}', 'a://{id}/x', 'a://x{?id}'])
        expect(
          new UriTemplate(template).match(
            template.replace(/\{\??id\}/, (found) => (found === '{id}' ? text : `?id=${text}`)),
          ),
        ).toBeUndefined();
    },
  );

  it.each([
    '..',
    'x/..',
    '../x',
    'x/../y',
    'x/%2e%2e/y',
    'x%2F..',
    'x%5C..%5Cy',
    './x',
    'x/%00',
    'x/%252e%252e',
  ])('no {+variable} takes %s', (text) => {
    expect(new UriTemplate('a://{+path}').match(`a://${text}`)).toBeUndefined();
  });

  it.each([
    [
      'a://{x}{y}',
      'nothing between {y} and the expression in front of it. Put a character such as / between',
    ],
    ['a://{+x}{y}', 'nothing between {y}'],
    ['a://{+x}/{+y}', 'has {+x} and {+y}, of which each could take what is meant for the other. Write {y}'],
    ['a://{+x}{#y}', 'has {+x} and {#y}'],
    [
      'a://{x,y}',
      'several variables in {x,y}, whose values could not be told apart. Write {x}/{y}, or {?x,y}',
    ],
    ['a://{/x,y}', 'Write {/x}/{/y}, or {?x,y}'],
    ['a://{x}/{x}', 'has the variable x twice. Give one of them another name'],
    ['a://{x*}', 'has a modifier in {x*}, which is level 4 of RFC 6570. Write {x}: levels 1 to 3'],
    ['a://{+x:3}', 'Write {+x}'],
    ['a://{!x}', 'the operator ! in {!x}, which RFC 6570 reserves. Leave it out'],
    ['a://{}', 'has "" for a variable in {}. Use A-Z a-z 0-9 _ for its name'],
    ['a://{a-b}', 'has "a-b" for a variable'],
    ['a://{?x,}', 'has "" for a variable'],
    ['a://{x', 'has "{" outside of an expression. Close each { with a }'],
    ['a://x}', 'has "}" outside of an expression'],
    ['a://x y/{z}', 'has " " outside of an expression. Write %20'],
    ['a://%ff/{z}', 'has bytes in a://%ff/ that are not UTF-8. Write the character itself'],
    ['a://%zz/{z}', 'has "%" outside of an expression. Write %25'],
    ['a://{?x}/y', 'has /y behind the variables of its query. Put these at the end'],
    ['a://{?x}{y}', 'has {y} behind the variables of its query'],
    ['a://{?x}{?y}', 'begins a second query with {?y}. Write {&y}'],
  ])('%s fails the boot', (template, message) => {
    const make = (): UriTemplate => new UriTemplate(template, 'Users.read');
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(`Users.read: the template ${template} `);
    expect(make).toThrow(message);
  });

  it.each([
    [{}, 'needs a value for id'],
    [{ id: '' }, 'needs a value for id'],
    [{ id: '..' }, '".." cannot stand for id'],
    [{ id: 'x/y' }, 'cannot stand for id'],
    [{ id: '\uD800' }, 'cannot stand for id'],
    [{ id: '1', page: '/' }, 'cannot stand for page'],
  ])('writes no URI with %j', (variables, message) => {
    expect(() => new UriTemplate('a://{id}{?page}').expand(variables)).toThrow(message);
  });

  it('names its variables', () => {
    expect(new UriTemplate('a://{x}/{+y}{?p,q}{&r}').variableNames).toEqual(['x', 'y', 'p', 'q', 'r']);
  });
});
