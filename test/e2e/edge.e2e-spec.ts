import { connect } from 'node:net';
import { startRookery } from '../support/servers/rookery.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { type Answer, post, rpc, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const PREFLIGHT = {
  method: 'OPTIONS',
  headers: {
    origin: 'https://app.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,mcp-protocol-version,last-event-id',
  },
};

const messageOf = (answer: Answer): string => (answer.json as { error: { message: string } }).error.message;

describe('The edge', () => {
  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1', '127.8.8.8:99', '[::1]:8000'])(
    'serves the loopback host %s',
    async (host) => {
      await using server = await startRookery();
      expect((await post(`${server.url}/message`, rpc(1, 'ping'), { host })).status).toBe(200);
    },
  );

  it.each([
    'evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    '127.0.0.1.evil.example',
    'a b',
    'x@localhost',
  ])('refuses the host "%s" on every MCP route, and on no probe', async (host) => {
    await using server = await startRookery();
    const answers = [
      await send(`${server.url}/sse`, { headers: { host, accept: 'text/event-stream' } }),
      await send(`${server.url}/`, { headers: { host } }),
      await post(`${server.url}/message`, rpc(1, 'ping'), { host }),
      await post(`${server.url}/messages?sessionId=x`, rpc(1, 'ping'), { host }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.json]).toMatchObject([403, { id: null, error: { code: -32600 } }]);
      expect(messageOf(answer)).toMatch(/ALLOWED_HOSTS/);
    }
    for (const probe of ['/health', '/health/live', '/health/ready'])
      expect((await send(server.url + probe, { headers: { host } })).status).toBe(200);
  });

  it('serves the hosts that PUBLIC_URL and ALLOWED_HOSTS name', async () => {
    await using server = await startRookery({
      AUTH: 'none',
      PUBLIC_URL: 'https://mcp.example/base/',
      ALLOWED_HOSTS: 'other.example:8080, third.example',
    });
    const statusFor = async (host: string): Promise<number> =>
      (await post(`${server.url}/message`, rpc(1, 'ping'), { host })).status;
    for (const host of ['mcp.example', 'mcp.example:443', 'other.example:8080', 'THIRD.example'])
      expect(await statusFor(host)).toBe(200);
    for (const host of ['other.example', 'fourth.example']) expect(await statusFor(host)).toBe(403);
  });

  it('takes a request in absolute form for the host that it names', async () => {
    await using server = await startRookery();
    const statusOf = (target: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
        socket.once('data', (data) => {
          resolve(data.toString().slice(9, 12));
          socket.destroy();
        });
        socket.once('error', reject);
        socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      });
    expect(await statusOf('http://localhost/message')).toBe('405');
    expect(await statusOf('http://evil.example/message')).toBe('403');
  });

  it('lets pages of loopback origins in, until origins are named', async () => {
    const statusFor = async (url: string, origin: string): Promise<number> =>
      (await post(`${url}/message`, rpc(1, 'ping'), { origin })).status;
    await using open = await startRookery();
    for (const origin of ['http://localhost:5500', 'https://127.0.0.1', 'http://[::1]:1'])
      expect(await statusFor(open.url, origin)).toBe(200);
    for (const origin of ['null', 'https://app.example', 'http://localhost.evil.example', 'file://', 'x'])
      expect(await statusFor(open.url, origin)).toBe(403);
    await using named = await startRookery({ ALLOWED_ORIGINS: 'https://app.example' });
    expect(await statusFor(named.url, 'https://app.example')).toBe(200);
    for (const origin of [
      'http://localhost:5500',
      'https://app.example.evil',
      'http://app.example',
      'https://app.example:444',
    ])
      expect(await statusFor(named.url, origin)).toBe(403);
  });

  it('answers preflights before anything else, and says CORS headers on errors too', async () => {
    await using server = await startRookery({ ALLOWED_ORIGINS: 'https://app.example' });
    for (const path of ['/sse', '/message', '/messages', '/']) {
      const answer = await send(server.url + path, PREFLIGHT);
      expect([path, answer.status]).toEqual([path, 204]);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': 'https://app.example',
        'access-control-allow-methods': 'GET,POST,DELETE',
        'access-control-allow-headers': PREFLIGHT.headers['access-control-request-headers'],
      });
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    }
    const refused = await post(`${server.url}/message?sessionId=x`, rpc(1, 'ping'), PREFLIGHT.headers);
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([
      404,
      'https://app.example',
    ]);
    const foreign = await send(`${server.url}/message`, {
      ...PREFLIGHT,
      headers: { ...PREFLIGHT.headers, origin: 'https://evil.example' },
    });
    expect([foreign.status, foreign.headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });

  it.each(['; profile=x', ';', '; odata=verbose; charset=utf-8;'])(
    'takes JSON whose Content-Type goes on with "%s"',
    async (rest) => {
      await using server = await startRookery();
      const headers = { 'content-type': `application/json${rest}` };
      expect((await post(`${server.url}/message`, rpc(1, 'ping'), headers)).status).toBe(200);
    },
  );

  it('allows cookies only when it is told to', async () => {
    await using server = await startRookery({
      ALLOWED_ORIGINS: 'https://app.example',
      CORS_CREDENTIALS: 'true',
    });
    const answer = await send(`${server.url}/message`, PREFLIGHT);
    expect(answer.headers['access-control-allow-credentials']).toBe('true');
  });

  it('names the public path and the prefix in the endpoint event', async () => {
    await using server = await startRookery({
      AUTH: 'none',
      PUBLIC_URL: 'https://mcp.example/public/',
      PATH_PREFIX: '/a/sse',
    });
    for (const path of ['/a/sse/sse', '/a/sse/sse/', '/a/sse']) {
      await using stream = await SseStream.open(server.url + path);
      expect(new URL(await stream.endpoint()).pathname).toBe('/public/a/sse/message');
    }
    const ping = await post(`${server.url}/a/sse/message`, rpc(1, 'ping'));
    expect([ping.status, (await send(`${server.url}/sse`)).status]).toEqual([200, 404]);
    for (const probe of ['/health', '/health/live', '/health/ready'])
      expect((await send(server.url + probe)).status).toBe(200);
  });

  it.each([
    ['GET', '/unknown', 404],
    ['POST', '/mcp', 404],
    ['POST', '/message', 404],
    ['DELETE', '/', 404],
    ['GET', '/%zz', 404],
    ['GET', '/a/sse/unknown', 404],
  ])('answers %s %s with JSON-RPC, outside of its prefix too', async (method, path, status) => {
    await using server = await startRookery({ PATH_PREFIX: '/a/sse' });
    const answer = await send(server.url + path, { method });
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/json']);
    expect(answer.json).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: -32_600 } });
  });

  it('says that streams vary by Accept, and by Origin', async () => {
    await using server = await startRookery();
    await using stream = await SseStream.open(`${server.url}/sse`, { origin: 'http://localhost:1' });
    expect(stream.headers).toMatchObject({
      vary: 'Origin, Accept',
      'access-control-allow-origin': 'http://localhost:1',
    });
  });

  it('gives every answer a request id, the own one of a caller where it is well formed', async () => {
    await using server = await startRookery();
    const idFor = async (given: string): Promise<unknown> =>
      (await post(`${server.url}/message`, rpc(1, 'ping'), { 'x-request-id': given })).headers[
        'x-request-id'
      ];
    expect(await idFor('abc-1.2:3_4')).toBe('abc-1.2:3_4');
    for (const bad of ['a b', 'x'.repeat(129), '{"a":1}'])
      expect(await idFor(bad)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('shows nothing of what it is made of', async () => {
    await using server = await startRookery();
    for (const path of ['/', '/message', '/nothing', '/health']) {
      const { headers } = await send(server.url + path);
      expect([headers['x-powered-by'], headers.server]).toEqual([undefined, undefined]);
    }
  });

  it('serves only this machine while HOST is public and AUTH is unset', async () => {
    // The resolver reads this as 127.0.0.1; the service, which knows loopback names by their usual forms, does not.
    await using server = ServerProcess.start({ HOST: '127.1' });
    const url = await server.url();
    await server.waitForLog(({ level, msg }) => level === 'warn' && String(msg).startsWith('AUTH is unset'));
    expect((await post(`${url}/message`, rpc(1, 'ping'))).status).toBe(200);
    const refused = await post(`${url}/message`, rpc(1, 'ping'), { host: 'mcp.example' });
    expect(refused.status).toBe(403);
    expect(messageOf(refused)).toMatch(/AUTH.*PUBLIC_URL.*ALLOWED_HOSTS/);
  });

  it('shows people a page at its root, and gives clients a stream', async () => {
    await using server = await startRookery();
    const page = await send(server.url, { headers: { accept: 'text/html', host: 'localhost:1234' } });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.vary).toMatch(/Accept/);
    expect(page.text).toContain('curl -N http://localhost:1234/sse');
    await using stream = await SseStream.open(server.url);
    expect(await stream.endpoint()).toMatch(/\/message\?sessionId=/);
  });
});
