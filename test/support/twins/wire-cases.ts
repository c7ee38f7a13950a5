import {
  type Address,
  exchange,
  RawConnection,
  type RawRequest,
  rawRequest,
} from '../wire/raw-connection.js';
import type { Way } from './twin-apps.js';

/** Where the MCP routes of an app are, and what its clients send with each request. */
export interface Target {
  readonly base: string;
  readonly headers: readonly string[];
}

/** What a client does, and what both apps of a pair must answer with the same bytes. */
export interface WireCase {
  readonly name: string;
  /** How requests are served where the MCP routes are direct; none for what Node itself answers. */
  readonly ways: readonly Way[];
  /** That the case is what it says. */
  readonly shows: RegExp;
  readonly talk: (address: Address, target: Target) => Promise<string>;
}

export const PING = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
const INITIALIZE =
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}';
export const ADD =
  '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"add","arguments":{"a":1,"b":2}}}';
/** The first event of a stream, with the end of its chunk. */
export const ENDPOINT = /sessionId=[\w-]{22}\n(?:.+\n)*\n(?:event: connected\n.+\n\n)?\r\n/;
export const MAX_BODY_BYTES = 2_000;

const NOT_FOUND = /^HTTP\/1.1 404 /;

/** A case of one request, on a connection that the server closes. */
export function request(
  name: string,
  ways: readonly Way[],
  shows: RegExp,
  path: string | ((base: string) => string),
  { headers = [], ...others }: RawRequest = {},
): WireCase {
  return {
    name,
    ways,
    shows,
    talk: (address, target) => {
      const url = typeof path === 'string' ? target.base + path : path(target.base);
      return exchange(address, rawRequest(url, { headers: [...target.headers, ...headers], ...others }));
    },
  };
}

export const status = (code: number): RegExp => new RegExp(`^HTTP/1\\.1 ${code} `);
const post = (name: string, code: number, others: RawRequest = {}, path = '/message'): WireCase =>
  request(name, ['direct'], status(code), path, { method: 'POST', body: PING, ...others });
const type = (value: string): RawRequest => ({ headers: [`Content-Type: ${value}`] });
const chunked = (body: string): RawRequest => ({
  headers: ['Transfer-Encoding: chunked'],
  body: `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
});
const origin = (value: string): RawRequest => ({ headers: [`Origin: ${value}`] });
const large = PING + ' '.repeat(MAX_BODY_BYTES);

const posted: RawRequest = { method: 'POST', body: PING };

const POSTS: readonly WireCase[] = [
  post('a ping', 200),
  post('a call of a tool', 200, { body: ADD }),
  post('a ping at /messages', 200, {}, '/messages'),
  post('a ping behind a question mark', 200, {}, '/message?'),
  post('a notification', 202, { body: '{"jsonrpc":"2.0","method":"notifications/initialized"}' }),
  post('malformed JSON', 400, { body: '{"jsonrpc"' }),
  post('an empty body', 400, { body: '' }),
  post('null', 400, { body: 'null' }),
  post('text in another charset', 400, { body: '"\xff\xfe"' }),
  post('an unknown session', 404, {}, `/message?sessionId=${'A'.repeat(22)}`),
  post('a session that is named twice', 404, {}, '/message?sessionId=a&sessionId=b'),
  post('an escaped session', 404, {}, '/message?sessionId=%0d%0a&x[y]=%'),
  post('plain text', 415, type('text/plain')),
  post('no type', 415, { headers: ['Content-Type:'] }),
  post('UTF-8', 200, type('application/json; charset=utf-8')),
  post('UTF-8 in quotes and capitals', 200, type('Application/JSON;charset="UTF-8"')),
  post('UTF-16', 415, type('application/json; charset=utf-16')),
  post('Latin-1', 415, type('application/json; charset=iso-8859-1')),
  post('gzip', 415, { headers: ['Content-Encoding: gzip'] }),
  post('identity', 200, { headers: ['Content-Encoding: identity'] }),
  post('a length above the limit', 413, { body: large }),
  post('a length above four times the limit', 413, { body: PING.padEnd(4 * MAX_BODY_BYTES + 1) }),
  post('a chunked body', 200, chunked(PING)),
  post('a chunked body above the limit', 413, chunked(large)),
  post('an expectation of 100-continue', 100, { headers: ['Expect: 100-continue'] }),
  post('an allowed origin', 200, origin('http://localhost:5173')),
  post('another origin', 403, origin('https://evil.example')),
  post('an error for an allowed origin', 415, { headers: ['Origin: http://localhost', 'Content-Type: a/b'] }),
  post('another host', 403, { headers: ['Host: evil.example'] }),
  request('a host of another controller', ['direct'], /^HTTP\/1.1 403 /, '/message', {
    ...posted,
    headers: ['Host: other.example'],
  }),
  post('a version', 200, { headers: ['X-Version: 2'] }),
  request('a stream of another host', ['direct'], /^HTTP\/1.1 403 /, '/sse', {
    headers: ['Host: other.example'],
  }),
  post('Streamable HTTP: initialize', 200, { body: INITIALIZE }, '/mcp'),
  post('Streamable HTTP: no session', 400, {}, '/mcp'),
  post('Streamable HTTP: an unknown session', 404, { headers: ['Mcp-Session-Id: x'] }, '/mcp'),
  request('Streamable HTTP: a stream without a session', ['direct'], status(405), '/mcp'),
  request('Streamable HTTP: a stream of an unknown session', ['direct'], status(404), '/mcp', {
    headers: ['Mcp-Session-Id: x', 'Accept: text/event-stream'],
  }),
  post('a request id of its own', 200, { headers: ['X-Request-Id: mine-1'] }),
  post('cookies, and a header that comes twice', 200, { headers: ['Cookie: a=b', 'X-A: 1', 'X-A: 2'] }),
];

const through = (
  name: string,
  shows: RegExp,
  path: string | ((base: string) => string),
  others?: RawRequest,
) => request(name, ['express'], shows, path, others);
const preflight: RawRequest = {
  method: 'OPTIONS',
  headers: ['Origin: http://localhost:5173', 'Access-Control-Request-Method: POST'],
};

const THROUGH_EXPRESS: readonly WireCase[] = [
  through('HEAD of messages', status(405), '/message', { method: 'HEAD' }),
  through('GET of messages', status(405), '/message'),
  through('PUT of messages', status(405), '/message', { ...posted, method: 'PUT' }),
  through('DELETE of the stream', status(405), '/sse', { method: 'DELETE' }),
  through('PUT of Streamable HTTP', status(405), '/mcp', { ...posted, method: 'PUT' }),
  through('DELETE without a session', status(405), '/mcp', { method: 'DELETE' }),
  through('OPTIONS', /^HTTP\/1.1 \d/, '/message', { method: 'OPTIONS' }),
  through('a preflight of messages', status(204), '/message', preflight),
  through('a preflight of the stream', status(204), '/sse', preflight),
  through('an unknown path', NOT_FOUND, '/nothing'),
  through('a path that is no escape', /^HTTP\/1.1 4/, '/%'),
  through('two slashes', /^HTTP/, (base) => `/${base}/message`, posted),
  through('a slash at the end', status(200), '/message/', posted),
  through('an escaped letter', /^HTTP/, '/%6dessage', posted),
  through('capitals', /^HTTP/, '/MESSAGE', posted),
  through('a fragment', /^HTTP/, '/message#x', posted),
  through('dots', /^HTTP/, '/x/../message', posted),
  through('an absolute URL', status(200), (base) => `http://localhost${base}/message?a=b`, posted),
  through(
    'an absolute URL of another host',
    status(403),
    (base) => `http://evil.example${base}/message`,
    posted,
  ),
];

const BY_NODE: readonly WireCase[] = [
  request('another expectation', [], status(417), '/message', { ...posted, headers: ['Expect: a miracle'] }),
  request('two lengths', [], status(400), '/message', {
    ...posted,
    headers: ['Content-Length: 1', 'Content-Length: 2'],
  }),
];

/** A stream until its first event. */
function stream(name: string, headers: readonly string[], shows: RegExp): WireCase {
  return {
    name,
    ways: ['direct'],
    shows,
    talk: async (address, { base, headers: own }) => {
      await using connection = RawConnection.open(address);
      connection.send(rawRequest(`${base}/sse?a=b`, { headers: [...own, ...headers] }));
      return await connection.waitFor(ENDPOINT);
    },
  };
}

const EVENT_STREAM = 'Accept: text/event-stream';

const STREAMS: readonly WireCase[] = [
  stream('a stream of an MCP client', [EVENT_STREAM], /event: endpoint/),
  stream('a stream of another reader', ['Accept: */*'], /event: connected/),
  stream('a stream of an allowed origin', [EVENT_STREAM, 'Origin: http://localhost'], /access-control/i),
  stream('a stream that offers an upgrade', ['Accept: a/b', 'Upgrade: h2c'], /event: endpoint/),
  request('a stream of another origin', ['direct'], status(403), '/sse', origin('https://evil.example')),
  request('a short resume key', ['direct'], status(400), '/sse?resume=short'),
  {
    name: 'a session',
    ways: ['direct', 'direct', 'direct'],
    shows: /"text":"3"/,
    talk: async (address, { base, headers }) => {
      await using connection = RawConnection.open(address);
      connection.send(rawRequest(`${base}/sse`, { headers: [...headers, EVENT_STREAM] }));
      const [, path] = /data: (.+)\n/.exec(await connection.waitFor(ENDPOINT))!;
      const answers = [
        await exchange(address, rawRequest(path!, { method: 'POST', headers, body: ADD })),
        await exchange(address, rawRequest(path!, { method: 'POST', headers, body: '[' })),
      ];
      return answers.join('') + (await connection.waitFor(/"text":"3".+\n\n\r\n/));
    },
  },
];

/** @param shows where the answer ends */
function keptAlive(name: string, way: Way, path: string, others: RawRequest, shows: RegExp): WireCase {
  return {
    name,
    ways: [way],
    shows,
    talk: async (address, { base, headers }) => {
      await using connection = RawConnection.open(address);
      connection.send(rawRequest(base + path, { headers, ...others, keepsAlive: true }));
      return await connection.waitFor(shows);
    },
  };
}

const CONNECTIONS: readonly WireCase[] = [
  keptAlive('a connection that stays open', 'direct', '/message', posted, /^Keep-Alive: [^]+"jsonrpc".+\}$/m),
  keptAlive('HEAD of the stream', 'express', '/sse', { method: 'HEAD' }, /\r\n\r\n$/),
  {
    name: 'two pipelined POSTs, and a request beside them',
    ways: ['direct', 'express', 'direct'],
    shows: /^HTTP[^]+HTTP[^]+HTTP[^]+"3"/,
    talk: (address, { base, headers }) =>
      exchange(
        address,
        rawRequest(`${base}/message`, { method: 'POST', headers, body: PING, keepsAlive: true }) +
          rawRequest(`${base}/message`, { headers, keepsAlive: true }) +
          rawRequest(`${base}/message`, { method: 'POST', headers, body: ADD }),
      ),
  },
  {
    name: 'a body that its client breaks off',
    ways: ['direct', 'direct'],
    shows: status(200),
    talk: async (address, { base, headers }) => {
      const length = [...headers, 'Content-Length: 100', 'Expect: 100-continue'];
      {
        await using connection = RawConnection.open(address);
        connection.send(rawRequest(`${base}/message`, { method: 'POST', headers: length, body: PING }));
        await connection.waitFor(/100 Continue/);
      }
      return await exchange(address, rawRequest(`${base}/message`, { method: 'POST', headers, body: PING }));
    },
  },
];

/** Everything that is asked of each pair of apps. */
export const WIRE_CASES = [...POSTS, ...THROUGH_EXPRESS, ...BY_NODE, ...STREAMS, ...CONNECTIONS];
