import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { changes } from '../support/telemetry/metrics.js';
import {
  BOTH,
  counted,
  countQuirks,
  initialize,
  open,
  PING,
  postBytes,
  sendBytes,
} from '../support/wire/quirky-client.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';

/** What a session of each revision is served with, as it is on the wire. */
const SERVED: readonly [what: string, revision: string, headers: string[], quirks: string[]][] = [
  ['no Accept', '2025-11-25', ['MCP-Protocol-Version: 2025-11-25'], ['accept-missing']],
  ['an empty Accept', '2025-11-25', ['Accept: ', 'MCP-Protocol-Version: 2025-11-25'], ['accept-missing']],
  ['any type', '2025-11-25', ['Accept: */*', 'MCP-Protocol-Version: 2025-11-25'], ['accept-wildcard']],
  [
    'JSON alone',
    '2025-11-25',
    ['Accept: application/json', 'MCP-Protocol-Version: 2025-11-25'],
    ['accept-incomplete'],
  ],
  [
    'one version twice in a line',
    '2025-11-25',
    [BOTH, 'MCP-Protocol-Version: 2025-11-25, 2025-11-25'],
    ['protocol-version-doubled'],
  ],
  [
    'one version in two lines',
    '2025-11-25',
    [BOTH, 'MCP-Protocol-Version: 2025-11-25', 'mcp-protocol-version: 2025-11-25'],
    ['protocol-version-doubled'],
  ],
  [
    'a newer version than was agreed on',
    '2025-03-26',
    [BOTH, 'MCP-Protocol-Version: 2025-11-25'],
    ['protocol-version-other'],
  ],
  [
    'an older version than was agreed on',
    '2025-11-25',
    [BOTH, 'MCP-Protocol-Version: 2025-06-18'],
    ['protocol-version-other'],
  ],
  ['no version', '2025-11-25', [BOTH], ['protocol-version-missing']],
  ['no version, where the revision asks for none', '2025-03-26', [BOTH], []],
  ['what the specification asks for', '2025-11-25', [BOTH, 'MCP-Protocol-Version: 2025-11-25'], []],
  [
    'all at once',
    '2025-06-18',
    ['MCP-Protocol-Version: 2025-11-25, 2025-11-25'],
    ['accept-missing', 'protocol-version-doubled', 'protocol-version-other'],
  ],
];

describe('A client of Streamable HTTP', () => {
  let server: RunningRookery;
  let url: string;

  beforeAll(async () => {
    server = await startRookery({ RATE_LIMIT: 'off' });
    ({ url } = server);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each(SERVED)(
    'is served with %s, and what is tolerated is counted',
    async (_, revision, headers, quirks) => {
      const session = await open(url, revision);
      const before = await countQuirks(url);
      const answer = await postBytes(url, [session, ...headers], PING);
      expect([answer.status, answer.body]).toEqual([200, '{"jsonrpc":"2.0","id":2,"result":{}}']);
      const expected = Object.fromEntries(quirks.map((quirk) => [counted(quirk), 1]));
      expect(changes(before, await countQuirks(url))).toEqual(expected);
    },
  );

  it('gets what an Accept of any type stands for: JSON', async () => {
    const answer = await postBytes(url, ['Accept: */*'], initialize('2025-11-25'));
    expect([answer.status, answer.head]).toEqual([
      200,
      expect.stringMatching(/^Content-Type: application\/json/m),
    ]);
  });

  it('is counted by the name that its initialize says, once that is answered', async () => {
    const before = await countQuirks(url);
    await postBytes(url, [], initialize('2025-11-25', 'a newcomer'));
    await eventually(
      async () => changes(before, await countQuirks(url)),
      (changed) => Object.keys(changed).length > 0,
    );
    expect(changes(before, await countQuirks(url))).toEqual({ [counted('accept-missing', 'a newcomer')]: 1 });
  });

  it('opens its stream with a Content-Type of JSON, and with no Accept', async () => {
    const session = await open(url);
    const before = await countQuirks(url);
    await using connection = RawConnection.open({ port: Number(new URL(url).port), isTls: false });
    const headers = [session, 'Content-Type: application/json', 'MCP-Protocol-Version: 2025-11-25'];
    connection.send(rawRequest('/mcp', { headers, keepsAlive: true }));
    await connection.waitFor(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n/);
    expect(connection.received).toMatch(/^Content-Type: text\/event-stream/im);
    expect(changes(before, await countQuirks(url))).toEqual({
      [counted('content-type-on-get')]: 1,
      [counted('accept-missing')]: 1,
    });
  });

  it('posts to the URL of HTTP+SSE', async () => {
    const before = await countQuirks(url);
    const opened = await postBytes(url, [BOTH], initialize('2025-11-25'), '/sse');
    expect([opened.status, opened.head]).toEqual([200, expect.stringMatching(/^Mcp-Session-Id: /im)]);
    await eventually(
      async () => changes(before, await countQuirks(url)),
      (changed) => changed[counted('streamable-http-at-sse')] === 1,
    );
  });

  const revisionRefused = [
    400,
    /"code":-32000,"message":"MCP-Protocol-Version must be one of 2024-11-05, /,
  ] as const;
  const sessionRefused = [400, /"code":-32000,"message":"Mcp-Session-Id must stand once"/] as const;

  it.each<[string, string, (session: string) => string[], readonly [number, RegExp]]>([
    [
      'two versions in a line',
      'POST',
      (id) => [id, 'MCP-Protocol-Version: 2025-11-25, 2025-06-18'],
      revisionRefused,
    ],
    [
      'two versions in two lines',
      'POST',
      (id) => [id, 'MCP-Protocol-Version: 2025-11-25', 'MCP-Protocol-Version: 2025-06-18'],
      revisionRefused,
    ],
    ['one version and nothing', 'POST', (id) => [id, 'MCP-Protocol-Version: 2025-11-25,'], revisionRefused],
    [
      'two versions of its stream',
      'GET',
      (id) => [id, 'MCP-Protocol-Version: 2025-11-25, 2025-06-18'],
      revisionRefused,
    ],
    [
      'two versions at its end',
      'DELETE',
      (id) => [id, 'MCP-Protocol-Version: 2025-11-25, 2025-06-18'],
      revisionRefused,
    ],
    ['its session twice in two lines', 'POST', (id) => [id, id], sessionRefused],
    ['its session twice in a line', 'POST', (id) => [`${id},${id.split(':')[1]}`], sessionRefused],
    ['its session twice for its stream', 'GET', (id) => [id, id], sessionRefused],
    ['its session twice at its end', 'DELETE', (id) => [id, id], sessionRefused],
  ])('is refused with %s, and not counted', async (_, method, headers, [status, body]) => {
    const session = await open(url);
    const before = await countQuirks(url);
    const request = rawRequest('/mcp', {
      method,
      headers: headers(session),
      ...(method === 'POST' && { body: PING }),
    });
    const answer = await sendBytes(url, request);
    expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(body)]);
    expect(changes(before, await countQuirks(url))).toEqual({});
  });

  it('is told what to send first where it has no session', async () => {
    const answer = await postBytes(url, [BOTH, 'MCP-Protocol-Version: 2025-11-25'], PING);
    expect([answer.status, answer.body]).toEqual([
      400,
      '{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Mcp-Session-Id is missing: send initialize first, and then the id that its answer has"}}',
    ]);
  });
});
