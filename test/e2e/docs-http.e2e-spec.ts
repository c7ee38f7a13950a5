import { type HttpRow, readHttpTables, sendRow } from '../support/docs/http-rows.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { envelope, mirrored } from '../support/wire/stateless.js';

const LIVING = '…';
const META = ' {…}';
const BOTH = 'application/json, text/event-stream';
const clientInfo = { name: 'docs', version: '1.0.0' };
const OPENING = rpc(1, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });

/** What the words of the page stand for. */
function bodyOf(sends: readonly string[]): string | undefined {
  const [word] = sends.filter((span) => !span.includes(': '));
  if (word === undefined) return undefined;
  if (word === 'initialize') return JSON.stringify(OPENING);
  if (word === '5 MiB') return 'x'.repeat(5 * 1024 * 1024);
  if (/^[[{]/.test(word)) return word;
  const stateless = statelessMethodOf(sends);
  const [method, params] = stateless ? [stateless, { _meta: envelope() }] : [word];
  const isNotification = word.startsWith('notifications/');
  return JSON.stringify(isNotification ? { jsonrpc: '2.0', method, params } : rpc(1, method, params));
}

/** What a row of revision 2026-07-28 asks for. */
function statelessMethodOf(sends: readonly string[]): string | undefined {
  return sends.find((span) => span.endsWith(META))?.slice(0, -META.length);
}

function hasHeader(headers: ReadonlyMap<string, string>, name: string): boolean {
  return [...headers.keys()].some((known) => known.toLowerCase() === name.toLowerCase());
}

describe.each(readHttpTables('docs/reference/http.md').map((table) => [table.heading, table] as const))(
  'docs/reference/http.md, %s',
  (_, { environment, rows }) => {
    let server: RunningRookery;
    let stream: SseStream | undefined;

    beforeAll(async () => {
      server = await startRookery({ RATE_LIMIT: 'off', ...environment });
    });
    afterAll(async () => {
      await stream?.[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    });

    async function newSession(): Promise<string> {
      const { headers } = await post(`${server.url}/mcp`, OPENING, { accept: BOTH });
      return headers['mcp-session-id'] as string;
    }

    async function urlOf({ path }: HttpRow): Promise<string> {
      if (!path.includes(LIVING)) return server.url + path;
      stream ??= await SseStream.open(`${server.url}/sse`);
      const { searchParams } = new URL(await stream.endpoint());
      return server.url + path.replace(LIVING, searchParams.get('sessionId')!);
    }

    async function headersOf({ method, path, sends }: HttpRow): Promise<[string, string][]> {
      const headers = new Map(
        sends.filter((span) => span.includes(': ')).map((line) => line.split(': ', 2) as [string, string]),
      );
      const stateless = statelessMethodOf(sends);
      const own = stateless ? Object.entries(mirrored(stateless)) : [];
      for (const [name, value] of own) if (!hasHeader(headers, name)) headers.set(name, value);
      const hasBody = bodyOf(sends) !== undefined;
      if (hasBody && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
      if (method === 'POST' && path === '/mcp' && !hasHeader(headers, 'Accept')) headers.set('Accept', BOTH);
      if (headers.get('Mcp-Session-Id') === LIVING) headers.set('Mcp-Session-Id', await newSession());
      return [...headers];
    }

    it.each(rows.map((row) => [row.method, row.path, row.sends.join(', '), row.status, row] as const))(
      '%s %s, with %s: %s',
      async (_method, _path, _sends, _status, row) => {
        const [url, headers, body] = [await urlOf(row), await headersOf(row), bodyOf(row.sends)];
        const first = row.isTwice ? await sendRow(url, row.method, headers, body) : undefined;
        const answer = await sendRow(url, row.method, headers, body);
        answer.close();
        first?.close();
        expect([answer.status, answer.code]).toEqual([row.status, row.code]);
        for (const shown of row.headers) {
          const [name, value] = shown.split(': ', 2) as [string, string?];
          const sent = answer.headers[name.toLowerCase()];
          expect([name, sent]).toEqual([name, expect.stringContaining(value ?? '')]);
        }
      },
    );
  },
);

describe('docs/reference/http.md', () => {
  it('has every route', () => {
    const paths = readHttpTables('docs/reference/http.md').flatMap(({ rows }) =>
      rows.map(({ path }) => path.split('?', 1)[0]),
    );
    const routes = [
      '/mcp',
      '/sse',
      '/message',
      '/messages',
      '/',
      '/health',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/.well-known/oauth-protected-resource',
    ];
    expect(paths).toEqual(expect.arrayContaining(routes));
  });
});
