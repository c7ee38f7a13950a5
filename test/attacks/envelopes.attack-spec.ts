import { META_KEYS } from '../../src/protocol/index.js';
import { type Answer, callTool, post, rpc } from '../support/wire/http.js';
import { rawRequest } from '../support/wire/raw-connection.js';
import { envelope, mirrored, REVISION } from '../support/wire/stateless.js';
import { type Attacked, describeAttacks } from './support/attacked.js';
import { postBy, STATELESS } from './support/post-routes.js';

const GUARDED = { name: 'guarded', arguments: { count: 1 } };
const CALL = JSON.stringify(rpc(1, 'tools/call', { ...GUARDED, _meta: envelope() }));
const base64 = (text: string | Buffer): string => `=?base64?${Buffer.from(text).toString('base64')}?=`;

const VERSION = `MCP-Protocol-Version: ${REVISION}`;
const METHOD = 'Mcp-Method: tools/call';
const NAME = 'Mcp-Name: guarded';

const alone = (attacked: Attacked, method: string, params: object = {}): Promise<Answer> =>
  postBy(STATELESS, attacked)(rpc(1, method, params));

async function runs(attacked: Attacked): Promise<string> {
  return (await postBy(STATELESS, attacked)(callTool(1, 'runs'))).text;
}

/** A discovery whose `_meta` is this text. */
const discoverWith = (meta: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":${meta}}}`;

const metaWith = (members: Record<string, unknown>): string => JSON.stringify(envelope(members));

const nested = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);

describeAttacks('Headers and envelopes of stateless HTTP', {}, (attacked) => {
  const postCall = async (lines: string[]): Promise<[number | undefined, string]> => {
    const connection = attacked().raw(rawRequest('/mcp', { method: 'POST', headers: lines, body: CALL }));
    await connection.ended();
    return [connection.statuses[0], connection.received];
  };

  it.each<[string, string[]]>([
    ['another method', [VERSION, 'Mcp-Method: tools/list', NAME]],
    ['no method', [VERSION, NAME]],
    ['a method in another case', [VERSION, 'Mcp-Method: Tools/Call', NAME]],
    ['a list of methods', [VERSION, 'Mcp-Method: tools/call, tools/list', NAME]],
    ['two methods', [VERSION, METHOD, 'mcp-method: tools/list', NAME]],
    ['two methods, of which the last is true', [VERSION, 'MCP-METHOD: tools/list', METHOD, NAME]],
    ['a method in base64', [VERSION, `Mcp-Method: ${base64('tools/call')}`, NAME]],
    ['another name', [VERSION, METHOD, 'Mcp-Name: echo']],
    ['no name', [VERSION, METHOD]],
    ['an empty name', [VERSION, METHOD, 'Mcp-Name:']],
    ['a name in another case', [VERSION, METHOD, 'Mcp-Name: GUARDED']],
    ['two names', [VERSION, METHOD, NAME, 'mcp-name: echo']],
    ['two names, one of them in base64', [VERSION, METHOD, NAME, `MCP-Name: ${base64('echo')}`]],
    ['a list of names', [VERSION, METHOD, 'Mcp-Name: guarded,guarded']],
    ['a name with a line break in base64', [VERSION, METHOD, `Mcp-Name: ${base64('guarded\r\nX: y')}`]],
    ['a name with an escaped line break', [VERSION, METHOD, 'Mcp-Name: guarded%0d%0aSet-Cookie: owned=1']],
    ['a name with NUL in base64', [VERSION, METHOD, `Mcp-Name: ${base64('guarded\0')}`]],
    ['a mark in another case', [VERSION, METHOD, `Mcp-Name: =?BASE64?${btoa('guarded')}?=`]],
    ['base64 without its padding', [VERSION, METHOD, `Mcp-Name: =?base64?${btoa('guarded').slice(0, -1)}?=`]],
    ['base64 of base64', [VERSION, METHOD, `Mcp-Name: ${base64(base64('guarded'))}`]],
    ['base64 that is no UTF-8', [VERSION, METHOD, `Mcp-Name: ${base64(Buffer.from([0xff, 0xfe]))}`]],
    ['8 KiB of base64', [VERSION, METHOD, `Mcp-Name: ${base64('g'.repeat(6_000))}`]],
    ['a name of 8 KiB', [VERSION, METHOD, `Mcp-Name: ${'guarded'.repeat(1_170)}`]],
    ['bytes above ASCII', [VERSION, METHOD, 'Mcp-Name: guarded\xe9']],
    ['no version', [METHOD, NAME]],
    ['two versions', [VERSION, 'mcp-protocol-version: 2025-11-25', METHOD, NAME]],
    ['a list of versions', [`${VERSION}, 2025-11-25`, METHOD, NAME]],
    ['a version that only begins alike', [`${VERSION}x`, METHOD, NAME]],
    ['a version in base64', [`MCP-Protocol-Version: ${base64(REVISION)}`, METHOD, NAME]],
    ['an older version and another name', ['MCP-Protocol-Version: 2025-11-25', METHOD, 'Mcp-Name: echo']],
    ['an older version that nobody serves', ['MCP-Protocol-Version: 2023-01-01', METHOD, NAME]],
  ])('26 contradiction: %s is 400, and the tool does not run', async (_name, lines) => {
    const before = await runs(attacked());
    const [status, received] = await postCall(lines);
    expect([status, received]).toEqual([400, expect.stringMatching(/"id":1,"error":\{"code":-32020/)]);
    expect(received).not.toMatch(/^set-cookie/im);
    expect(received.length).toBeLessThan(1_500);
    expect(await runs(attacked())).toBe(before);
  });

  it.each<[string, string[]]>([
    ['a folded line', [VERSION, METHOD, 'Mcp-Name: guard\r\n ed']],
    ['a bare CR', [VERSION, METHOD, 'Mcp-Name: guarded\rX: y']],
    ['NUL', [VERSION, METHOD, 'Mcp-Name: guarded\0']],
    ['a space before the colon', [VERSION, METHOD, 'Mcp-Name : guarded']],
  ])('26 contradiction: a name with %s is no HTTP', async (_name, lines) => {
    const before = await runs(attacked());
    expect((await postCall(lines))[0]).toBe(400);
    expect(await runs(attacked())).toBe(before);
  });

  it.each<[string, string[]]>([
    ['in another case of their names', [VERSION.toUpperCase(), METHOD.replace('Mcp', 'MCP'), NAME]],
    ['twice', [VERSION, VERSION, METHOD, METHOD, NAME, NAME]],
    ['in base64 and as text', [VERSION, METHOD, NAME, `Mcp-Name: ${base64('guarded')}`]],
    [
      'next to some that mean nothing',
      [VERSION, METHOD, NAME, 'Mcp-Param-Canary: x', 'Mcp-Param-__proto__: x'],
    ],
  ])('26 contradiction: headers that say the same %s are accepted', async (_name, lines) => {
    const before = await runs(attacked());
    const [status] = await postCall(lines);
    expect([status, (await runs(attacked())) === before]).toEqual([200, false]);
  });

  it.each(['2026-07-29', '9999-99-99', '2026', '__proto__', 'x'.repeat(8_000)])(
    '27 unknown revision: "%s" is 400 with those that are served',
    async (version) => {
      const answer = await attacked().post(
        '/mcp',
        discoverWith(metaWith({ [META_KEYS.protocolVersion]: version })),
        { ...mirrored('server/discover'), 'mcp-protocol-version': version },
      );
      expect([answer.status, answer.json]).toMatchObject([
        400,
        {
          id: 1,
          error: { code: -32022, data: { supported: expect.arrayContaining([REVISION]) as string[] } },
        },
      ]);
      expect(answer.text.length).toBeLessThan(1_000);
    },
  );

  it.each([
    'initialize',
    'ping/',
    'logging/setLevel',
    '__proto__',
    'constructor',
    'tools/call/',
    'm'.repeat(90),
  ])('28 unknown method: "%s" is 404', async (method) => {
    const answer = await attacked().post('/mcp', rpc(1, method, { _meta: envelope() }), mirrored(method));
    expect([answer.status, answer.json]).toMatchObject([404, { id: 1, error: { code: -32601 } }]);
  });

  const { protocolVersion, clientCapabilities, clientInfo, logLevel } = META_KEYS;
  it.each<[string, string]>([
    ['a version that is a number', metaWith({ [protocolVersion]: 20_260_728 })],
    ['a version that is a list', metaWith({ [protocolVersion]: [REVISION] })],
    ['a version that is null', metaWith({ [protocolVersion]: null })],
    ['a version of 1 MB', metaWith({ [protocolVersion]: '2'.repeat(1_000_000) })],
    ['no capabilities', metaWith({ [clientCapabilities]: undefined })],
    ['capabilities that are a list', metaWith({ [clientCapabilities]: [] })],
    ['capabilities that are a text', metaWith({ [clientCapabilities]: '{}' })],
    ['capabilities of 17 KiB', metaWith({ [clientCapabilities]: { a: 'x'.repeat(17_000) } })],
    ['capabilities of 90,000 members', metaWith({ [clientCapabilities]: { a: Array(90_000).fill(0) } })],
    ['a client that is a text', metaWith({ [clientInfo]: 'test' })],
    ['a client that is a list', metaWith({ [clientInfo]: [{ name: 'test' }] })],
    ['an unknown level', metaWith({ [logLevel]: 'loud' })],
    ['a level of Object', metaWith({ [logLevel]: '__proto__' })],
    ['a level that is an object', metaWith({ [logLevel]: { toString: 'debug' } })],
    ['a __proto__ in its place', `{"__proto__":${metaWith({})}}`],
    ['a constructor in its place', `{"constructor":{"prototype":${metaWith({})}}}`],
    ['a list', `[${metaWith({})}]`],
    ['a depth of 10^5', `{"a":${nested(100_000)}}`],
    ['100,000 members', JSON.stringify({ ...envelope(), a: Array(100_000).fill(0) })],
  ])('88 hostile envelope: one with %s is 400 in a bounded sentence', async (_name, meta) => {
    const clean = await attacked().process.ask('prototype');
    const answer = await attacked().post('/mcp', discoverWith(meta), mirrored('server/discover'));
    expect([answer.status, answer.json]).toMatchObject([
      400,
      { error: { code: expect.any(Number) as number } },
    ]);
    expect(answer.text.length).toBeLessThan(1_000);
    expect(await attacked().process.ask('prototype')).toEqual(clean);
  });

  it.each<[string, string]>([
    ['90,000 members of nobody', JSON.stringify({ ...envelope(), a: Array(90_000).fill(0) })],
    ['a client without a name', metaWith({ [clientInfo]: { name: 7, version: {}, title: [] } })],
    ['a client named by control characters', metaWith({ [clientInfo]: { name: '\u001b[2J\r\n\0\u2028' } })],
    ['a client of a 4 MB name', metaWith({ [clientInfo]: { name: 'n'.repeat(4_000_000) } })],
    ['a client of poisoned members', metaWith({}).replace('"name"', '"__proto__":{"polluted":1},"name"')],
  ])('88 hostile envelope: one with %s is served, and says nothing back', async (_name, meta) => {
    const clean = await attacked().process.ask('prototype');
    const answer = await attacked().post('/mcp', discoverWith(meta), mirrored('server/discover'));
    expect([answer.status, answer.json]).toMatchObject([200, { id: 1, result: { resultType: 'complete' } }]);
    expect(answer.text.length).toBeLessThan(2_000);
    expect(await attacked().process.ask('prototype')).toEqual(clean);
  });

  it('16, 17 equal ids: each POST stands alone, and gets its own answer', async () => {
    for (let batch = 0; batch < 20; batch++)
      await Promise.all(
        Array.from({ length: 20 }, async (_, caller) => {
          const message = `${batch} ${caller}`;
          const { json } = await postBy(STATELESS, attacked())(callTool(1, 'echo', { message }));
          expect(json).toMatchObject({ id: 1, result: { content: [{ type: 'text', text: message }] } });
        }),
      );
  });

  it('18, 19 answers and batches are 400, and what they hold does not run', async () => {
    const before = await runs(attacked());
    const headers = mirrored('tools/call', { name: 'guarded' });
    for (const body of [`[${CALL}]`, `[${CALL},${CALL}]`, '{"jsonrpc":"2.0","id":1,"result":{}}'])
      expect((await attacked().post('/mcp', body, headers)).status).toBe(400);
    expect(await runs(attacked())).toBe(before);
  });

  it('90 mixed eras: each request of a connection is of its own, and a batch of an older one lends nothing', async () => {
    const initialize = {
      protocolVersion: '2025-03-26',
      capabilities: {},
      clientInfo: { name: 'a', version: '1' },
    };
    const bodies: [string, string[]][] = [
      [JSON.stringify(rpc(1, 'initialize', initialize)), []],
      [CALL, [VERSION, METHOD, NAME]],
      [JSON.stringify(rpc(1, 'initialize', initialize)), []],
      [CALL, [VERSION, METHOD]],
      [CALL, [VERSION, METHOD, NAME]],
    ];
    const requests = bodies.map(([body, headers], index) =>
      rawRequest('/mcp', { method: 'POST', headers, body, keepsAlive: index < bodies.length - 1 }),
    );
    expect(await attacked().statuses(requests.join(''))).toEqual([200, 200, 200, 400, 200]);
    const opened = await post(`${attacked().url}/mcp`, rpc(1, 'initialize', initialize));
    const session = { 'mcp-session-id': String(opened.headers['mcp-session-id']) };
    const listen = rpc(2, 'subscriptions/listen', { notifications: {}, _meta: envelope() });
    const batch = [rpc(1, 'server/discover', { _meta: envelope() }), listen];
    for (const [path, headers] of [
      ['/mcp', session],
      ['/message', { 'mcp-protocol-version': '2025-03-26' }],
    ] as const) {
      const { status, json } = await attacked().post(path, batch, headers);
      expect([status, json]).toMatchObject([200, [{ error: { code: -32601 } }, { error: { code: -32601 } }]]);
    }
    expect((await attacked().post('/mcp', batch, { 'mcp-protocol-version': REVISION })).status).toBe(400);
    expect((await alone(attacked(), 'tools/list')).status).toBe(200);
  });
});
