import type { HeaderParameter, Params, RequestMessage } from '../../../protocol/index.js';
import { checkMirroredHeaders, type HeaderLines, type MirroredHeadersOptions } from './index.js';

const PARAMETERS: HeaderParameter[] = [
  { header: 'Mcp-Param-Region', path: ['place', 'region'] },
  { header: 'Mcp-Param-LIMIT', path: ['limit'] },
];

const request = (method: string, params: Params = {}): RequestMessage => ({
  kind: 'request',
  id: 1,
  method,
  params,
});

function check(
  headers: Record<string, string | string[]>,
  message: Parameters<typeof checkMirroredHeaders>[1],
  absent: MirroredHeadersOptions['absent'] = 'reject',
): string | undefined {
  const lines: HeaderLines = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat()]),
  );
  return checkMirroredHeaders(lines, message, PARAMETERS, { absent });
}

/** A call of a tool with these arguments and these headers of arguments. */
function call(
  args: unknown,
  headers: Record<string, string | string[]> = {},
  absent?: MirroredHeadersOptions['absent'],
): string | undefined {
  const named = { 'Mcp-Method': 'tools/call', 'Mcp-Name': 'query' };
  return check({ ...named, ...headers }, request('tools/call', { name: 'query', arguments: args }), absent);
}

const LIST = request('tools/list');

describe('Mcp-Method', () => {
  it.each(['tools/list', ' tools/list\t', ['tools/list', 'tools/list']])(
    'as in the body passes: %j',
    (method) => {
      expect(check({ 'Mcp-Method': method }, LIST)).toBeUndefined();
    },
  );

  it.each([
    ['TOOLS/LIST', 'TOOLS/LIST'],
    ['prompts/list', 'prompts/list'],
    ['', ''],
    ['=?base64?dG9vbHMvbGlzdA==?=', '=?base64?dG9vbHMvbGlzdA==?='],
    ['tools/list\u00a0', 'tools/list?'],
    [['tools/list', 'tools/call'], 'tools/call'],
    ['tools/list, tools/list', 'tools/list, tools/list'],
    ['x'.repeat(5000), `${'x'.repeat(80)}…`],
    ['\u001b[31m"', '?[31m"'],
  ])('that is another does not: %j', (method, shown) => {
    expect(check({ 'Mcp-Method': method }, LIST)).toBe(
      `The header Mcp-Method is "${shown}", but the method of the body is "tools/list". Send the same in both`,
    );
  });

  it('is asked of each request, and of no notification', () => {
    expect(check({}, LIST)).toBe('The header Mcp-Method is missing. Send the method of the body in it');
    const cancelled = { kind: 'notification', method: 'notifications/cancelled', params: {} } as const;
    expect(check({}, cancelled)).toBeUndefined();
    expect(check({ 'Mcp-Method': 'tools/list' }, cancelled)).toMatch(
      /^The header Mcp-Method is "tools\/list", but/,
    );
  });
});

describe('Mcp-Name', () => {
  it.each([
    ['tools/call', { name: 'add' }, 'add'],
    ['prompts/get', { name: 'größe' }, '=?base64?Z3LDtsOfZQ==?='],
    ['resources/read', { uri: 'file:///a b', name: 'other' }, 'file:///a b'],
    ['tools/call', { name: '' }, ''],
    ['tools/call', { name: '' }, '=?base64??='],
    ['tools/call', { name: 'add' }, ['add', 'add']],
  ])('of %s with %j passes as %j', (method, params, name) => {
    expect(check({ 'Mcp-Method': method, 'Mcp-Name': name }, request(method, params))).toBeUndefined();
  });

  it.each([
    [
      'tools/call',
      { name: 'add' },
      'Add',
      'is "Add", but params.name of the body is "add". Send the same in both',
    ],
    ['tools/call', { name: 'add' }, ['add', 'drop'], 'is "drop", but params.name of the body is "add".'],
    ['tools/call', { name: 'add' }, 'add, add', 'is "add, add", but params.name of the body is "add".'],
    ['tools/call', { name: 'größe' }, 'größe', 'cannot be read. Write visible ASCII, or the base64 of UTF-8'],
    ['prompts/get', { name: 'a' }, '=?base64?YQ?=', 'cannot be read.'],
    ['resources/read', { uri: 'a:b', name: 'n' }, 'n', 'is "n", but params.uri of the body is "a:b".'],
    ['tools/call', {}, 'add', 'is there, but params.name is not. Send both or neither'],
    ['tools/call', { name: 7 }, '7', 'is there, but params.name is not.'],
    ['tools/call', { name: '\ud800' }, '=?base64?77+9?=', 'is "?", but params.name of the body is "?".'],
  ])('of %s with %j does not pass as %j', (method, params, name, words) => {
    expect(check({ 'Mcp-Method': method, 'Mcp-Name': name }, request(method, params))).toContain(
      `The header Mcp-Name ${words}`,
    );
  });

  it('is asked where the body has a name, and means nothing elsewhere', () => {
    const headers = { 'Mcp-Method': 'tools/call' };
    expect(check(headers, request('tools/call', { name: 'add' }))).toBe(
      'The header Mcp-Name is missing. Send params.name of the body in it',
    );
    expect(check(headers, request('tools/call', { name: 7 }))).toBeUndefined();
    expect(check({ 'Mcp-Method': 'tools/list', 'Mcp-Name': 'add' }, LIST)).toBeUndefined();
  });
});

describe('Mcp-Param-*', () => {
  it.each<[unknown, string | string[]]>([
    ['eu-1', 'eu-1'],
    ['eu-1', '\teu-1 '],
    ['eu-1', ['eu-1', '=?base64?ZXUtMQ==?=']],
    ['', ''],
    [' eu ', '=?base64?IGV1IA==?='],
    [true, 'true'],
    [false, 'false'],
    [1.5, '1.5'],
  ])('for %j passes as %j', (region, header) => {
    expect(call({ place: { region } }, { 'mcp-param-REGION': header })).toBeUndefined();
  });

  it.each<[number, string]>([
    [42, '42'],
    [42, '42.0'],
    [-7, '-7.000'],
    [0, '0'],
    [-0, '0'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [Number.MIN_SAFE_INTEGER, '-9007199254740991.0'],
  ])('for the integer %d passes as %s', (limit, header) => {
    expect(call({ limit }, { 'Mcp-Param-Limit': header })).toBeUndefined();
  });

  it.each<[unknown, string | string[]]>([
    ['eu-1', 'EU-1'],
    ['eu-1', ''],
    ['', 'eu-1'],
    [' eu ', ' eu '],
    ['eu-1', ['eu-1', 'us-1']],
    ['eu-1', 'eu-1, eu-1'],
    [42, '42.5'],
    [42, '042'],
    [42, '4.2e1'],
    [42, '0x2a'],
    [42, '+42'],
    [42, '42.'],
    [42, ''],
    [42, '42.000000000000000000001'],
    [Number.MAX_SAFE_INTEGER, '9007199254740992'],
    ['42', '42.0'],
    [true, 'True'],
    [true, '1'],
    [['eu-1'], 'eu-1'],
    [{ toString: 'eu-1' }, 'eu-1'],
  ])('for %j does not pass as %j', (region, header) => {
    expect(call({ place: { region } }, { 'Mcp-Param-Region': header })).toBe(
      'The header Mcp-Param-Region is not the argument place.region of the body. Send the same in both',
    );
  });

  it.each<[unknown]>([
    [undefined],
    [null],
    ['text'],
    [[]],
    [{}],
    [{ place: null }],
    [{ place: [] }],
    [{ place: 'region' }],
    [{ place: { region: null } }],
    [{ place: JSON.parse('{"__proto__":{"region":"eu-1"}}') as unknown }],
  ])('that %j has no value for is neither asked nor taken', (args) => {
    expect(call(args)).toBeUndefined();
    expect(call(args, { 'Mcp-Param-Region': 'eu-1' })).toBe(
      'The header Mcp-Param-Region is there, but the argument place.region is not. Send both or neither',
    );
  });

  it.each<[unknown]>([['eu-1'], [''], [true], [false], [0], [42]])('is asked for %j', (region) => {
    expect(call({ place: { region } })).toBe(
      'The header Mcp-Param-Region is missing. Send the argument place.region of the body in it',
    );
  });

  it.each<[unknown]>([[['eu-1']], [{}], [1.5]])(
    'is not asked for %j, which the tool itself refuses',
    (region) => {
      expect(call({ place: { region } })).toBeUndefined();
    },
  );

  it.each<Record<string, string>>([{}, { 'Mcp-Param-Limit': '9007199254740992' }])(
    'is refused for an integer that JSON rounds',
    (headers) => {
      expect(call({ limit: 2 ** 53 }, headers)).toBe(
        'The argument limit is beyond ±(2^53 − 1), so that no header can repeat it',
      );
    },
  );

  it('means nothing where no property declares it', () => {
    expect(call({}, { 'Mcp-Param-Tenant': '=?base64?!?=' })).toBeUndefined();
  });

  it.each([['constructor'], ['__proto__'], ['list', 'length']])(
    'repeats no member that JavaScript adds: %s',
    (...path) => {
      const headers = { 'mcp-method': ['tools/call'], 'mcp-name': ['query'], 'mcp-param-x': ['1'] };
      const message = request('tools/call', { name: 'query', arguments: { list: [7] } });
      const parameters = [{ header: 'Mcp-Param-X', path }];
      expect(checkMirroredHeaders(headers, message, parameters, { absent: 'reject' })).toBe(
        `The header Mcp-Param-X is there, but the argument ${path.join('.')} is not. Send both or neither`,
      );
    },
  );
});

describe('A request that is served without headers', () => {
  const message = request('tools/call', {
    name: 'query',
    arguments: { place: { region: 'eu' }, limit: 2 ** 53 },
  });

  it('may lack all of them', () => {
    expect(check({}, message, 'serve')).toBeUndefined();
  });

  it.each([
    [{ 'Mcp-Method': 'tools/list' }, /^The header Mcp-Method is "tools\/list"/],
    [{ 'Mcp-Name': 'other' }, /^The header Mcp-Name is "other"/],
    [{ 'Mcp-Param-Region': 'us' }, /^The header Mcp-Param-Region is not/],
    [{ 'Mcp-Param-Limit': '9007199254740992' }, /^The argument limit is beyond/],
  ])('may not have one that differs: %j', (headers, words) => {
    expect(check(headers, message, 'serve')).toMatch(words);
  });
});
