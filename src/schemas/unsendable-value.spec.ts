import { Exclude, Expose } from 'class-transformer';
import { refuseEmptied, toSendable } from './unsendable-value.js';

class Decimal extends Map {
  toJSON(): string {
    return '1.5';
  }
}

class Itself extends Map {
  toJSON(): this {
    return this;
  }
}

class User {
  readonly name = 'Ann';
  @Exclude() readonly hash = 'secret';
  @Exclude() readonly cache = new Map();
  @Expose({ groups: ['admin'] }) readonly note = 'secret';
  readonly at = new Date(0);
}

/** No decorator is on it. */
class Page {
  constructor(
    readonly users: unknown,
    readonly size: object = { toJSON: () => 1 },
  ) {}
}

class Told extends User {
  toJSON(): object {
    return { name: this.name, hash: this.hash };
  }
}

@Exclude()
class Closed {
  readonly hash = 'secret';
  @Expose({ name: 'display_name' }) readonly name = 'Bob';
}

class Read {
  readonly name = 'Eve';
  @Exclude({ toClassOnly: true }) readonly id = 7;
}

class Entity {
  readonly at = new Date(0);
  readonly tags = new Set(['a']);
}

function* numbers(): Generator<number> {
  yield 1;
}

const BYTES =
  ', which JSON cannot hold. Return content.image(bytes, mimeType), content.audio(bytes, mimeType) or ' +
  'content.embeddedResource(uri, bytes, mimeType). A list of numbers is [...numbers]';

describe('A result that JSON cannot hold', () => {
  it.each<[string, object, string]>([
    ['a Buffer', Buffer.from('a'), `bytes (Buffer)${BYTES}`],
    ['a typed array', { rows: [{ data: new Uint8Array(1) }] }, `bytes (Uint8Array) at rows.0.data${BYTES}`],
    ['numbers', { vector: new Float32Array(1) }, `bytes (Float32Array) at vector${BYTES}`],
    ['an ArrayBuffer', [new ArrayBuffer(1)], `bytes (ArrayBuffer) at 0${BYTES}`],
    ['a Map', { stock: new Map() }, 'a Map at stock, which JSON cannot hold. Write Object.fromEntries(map)'],
    ['a Set', [new Entity()], 'a Set at 0.tags, which JSON cannot hold. Write [...set]'],
    [
      'an Error',
      new TypeError('a'),
      'an Error, which JSON cannot hold. Throw it, or return its message as text',
    ],
    [
      'a Promise',
      { rows: Promise.resolve() },
      'a Promise at rows, which JSON cannot hold. Write await in front',
    ],
    ['a generator', numbers(), 'an iterator, which JSON cannot hold. Write [...values]; or make the method'],
    ['an iterator', { keys: new Map().keys() }, 'an iterator at keys, which JSON cannot hold.'],
    [
      'a Blob',
      { file: new Blob(['a']) },
      'a Blob at file, which JSON cannot hold. Write await blob.text(), or',
    ],
    [
      'a File',
      [new File(['a'], 'a.txt')],
      'a File at 0, which JSON cannot hold. Write await blob.text(), or',
    ],
    ['a Response', new Response('a'), 'a Response, which JSON cannot hold. Write await response.json(), or'],
    [
      'a Request',
      new Request('http://a.example'),
      'a Request, which JSON cannot hold. Return what clients need',
    ],
    [
      'Headers',
      { headers: new Headers() },
      'Headers at headers, which JSON cannot hold. Write Object.fromEntries(',
    ],
    [
      'URLSearchParams',
      [new URLSearchParams('a=1')],
      'URLSearchParams at 0, which JSON cannot hold. Write Object',
    ],
    [
      'FormData',
      { form: new FormData() },
      'FormData at form, which JSON cannot hold. Write Object.fromEntries(form)',
    ],
    [
      'a stream',
      { body: new Response('a').body },
      'a ReadableStream at body, which JSON cannot hold. Read it, and',
    ],
    ['a RegExp', { pattern: /a/ }, 'a RegExp at pattern, which JSON cannot hold. Write expression.source'],
    [
      'a WeakMap',
      { cache: new WeakMap() },
      'a WeakMap at cache, which JSON cannot hold. Nobody can list what',
    ],
    ['a WeakSet', { seen: new WeakSet() }, 'a WeakSet at seen, which JSON cannot hold. Nobody can list what'],
    ['a WeakRef', [new WeakRef({})], 'a WeakRef at 0, which JSON cannot hold. Write reference.deref()'],
  ])('is refused as %s', (_, value, message) => {
    expect(() => toSendable(value, 'FileTools.read')).toThrow(`FileTools.read returned ${message}`);
    expect(() => toSendable(value, 'FileTools.read')).toThrow(TypeError);
  });

  it('is nothing that JSON holds, or that has a toJSON of its own', () => {
    const shared = { a: 1 };
    const values = {
      plain: [1, 'a', null, undefined, { b: [shared, shared] }],
      own: new Decimal(),
      at: new Date(0),
      url: new URL('https://example.com'),
      without: Object.create(null) as object,
    };
    expect(() => toSendable(values, 'T.t')).not.toThrow();
  });

  it.each<[string, object, string]>([
    [
      'a Map',
      { stock: { toJSON: () => new Map() } },
      'a Map at stock.toJSON(), which JSON cannot hold. Write',
    ],
    ['a Set in an object', [{ toJSON: () => ({ tags: new Set() }) }], 'a Set at 0.toJSON().tags, which JSON'],
    ['itself', new Itself(), 'a Map at toJSON(), which JSON cannot hold. Write Object.fromEntries(map)'],
  ])('is refused where a toJSON gives it: %s', (_, value, message) => {
    expect(JSON.stringify(value)).toContain('{}');
    expect(() => refuseEmptied(value, 'T.t')).toThrow(`T.t returned ${message}`);
    expect(() => refuseEmptied({ at: new Date(0), own: new Decimal(), empty: {} }, 'T.t')).not.toThrow();
  });

  it('may be one that looks like it, with members of its own', () => {
    class Answer {
      readonly status = 200;
      get [Symbol.toStringTag](): string {
        return 'Response';
      }
    }
    expect(() => toSendable({ answer: new Answer() }, 'T.t')).not.toThrow();
  });

  it('is not looked for on a prototype, of which JSON holds nothing', () => {
    expect(() => toSendable(Object.create({ map: new Map() }) as object, 'T.t')).not.toThrow();
  });

  it('leaves a cycle with many ways to JSON.stringify, which refuses it', () => {
    const value: Record<string, unknown> = {};
    for (let i = 0; i < 50; i++) value[`a${i}`] = { holder: value };
    expect(() => toSendable(value, 'T.t')).not.toThrow();
    expect(() => JSON.stringify(value)).toThrow(TypeError);
  });
});

describe('A result with instances that @Exclude() hides something of', () => {
  const ann = { name: 'Ann', at: '1970-01-01T00:00:00.000Z' };

  it.each<[string, object, object]>([
    ['one', new User(), ann],
    ['a list', [new User(), new Closed()], [ann, { display_name: 'Bob' }]],
    ['deeper', { page: new Page([{ user: new User() }]) }, { page: { users: [{ user: ann }], size: 1 } }],
  ])('is sent without that: %s', (_, value, sent) => {
    expect(JSON.parse(JSON.stringify(toSendable(value, 'T.t')))).toEqual(sent);
  });

  it('stays what it is where nothing is hidden of what is sent, or its own toJSON says what is', () => {
    const value = { read: new Read(), told: new Told() };
    expect(toSendable(value, 'T.t')).toBe(value);
  });

  it('is searched like any other for what JSON cannot hold', () => {
    const value = { users: [new User()], page: new Page(new Map()) };
    expect(() => toSendable(value, 'T.t')).toThrow(
      'T.t returned a Map at page.users, which JSON cannot hold',
    );
  });

  it('is left to JSON.stringify where it contains itself', () => {
    const page: Record<string, unknown> = { user: new Closed() };
    page['self'] = page;
    expect(() => JSON.stringify(toSendable(page, 'T.t'))).toThrow('circular');
  });
});
