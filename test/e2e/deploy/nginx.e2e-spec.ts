import { ENVIRONMENT } from '../../../src/config/index.js';
import { describeWith } from '../../support/available.js';
import { around, Nginx, shippedConfig } from '../../support/deploy/nginx.js';
import { readBlocks, readMarkdown } from '../../support/docs/snippets.js';
import { freePort } from '../../support/free-port.js';
import { ServerProcess } from '../../support/servers/server-process.js';
import { callTool, post, rpc, send } from '../../support/wire/http.js';
import { SseStream } from '../../support/wire/sse-stream.js';
import { StreamableSession } from '../../support/wire/streamable-session.js';

const HOST = 'your-domain.com';
const PUBLIC = { AUTH: 'none', PUBLIC_URL: `http://${HOST}`, TRUST_PROXY: '1' };
const BLOCKS = readBlocks('docs/production/nginx.md');

/** An nginx block of the page, by its mark. */
function snippet(mark: string): string {
  return BLOCKS.find((block) => block.mark === `nginx: ${mark}`)!.text;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** Opens a stream through nginx, makes a call on it, and waits for the answer. */
async function roundTrip(nginx: Nginx, path: string): Promise<string> {
  await using stream = await SseStream.open(`${nginx.url}${path}`, { host: HOST });
  const endpoint = new URL(await stream.endpoint());
  const url = `${nginx.url}${endpoint.pathname}${endpoint.search}`;
  expect((await post(url, callTool(1, 'add', { a: 2, b: 3 }), { host: HOST })).status).toBe(202);
  expect(await stream.responseTo(1)).toMatchObject({ result: { content: [{ text: '5' }] } });
  return endpoint.pathname;
}

describeWith('ROOKERY_TEST_NGINX', 'deploy/nginx.conf', (program) => {
  it('passes nginx -t', async () => {
    expect(await Nginx.test(program, shippedConfig([8000]))).toMatch(/test is successful/);
  });

  it('passes events on as they come, and the names and addresses of clients', async () => {
    await using server = ServerProcess.start({ ...PUBLIC, HEARTBEAT_SECONDS: '0.2' });
    await using nginx = await Nginx.start(program, shippedConfig([portOf(await server.url())]));
    for (const path of ['/sse', '/']) expect(await roundTrip(nginx, path)).toBe('/message');
    await using stream = await SseStream.open(`${nginx.url}/sse`, { host: HOST });
    for (let seen = 0; seen < 3; seen++)
      await stream.waitFor(() => stream.events.filter(({ comment }) => comment !== undefined).length > seen);
    const spoofed = { host: 'evil.example', 'x-forwarded-for': '6.6.6.6' };
    expect((await post(`${nginx.url}/message`, rpc(1, 'ping'), spoofed)).status).toBe(403);
    const denied = await server.waitForLog(({ outcome }) => outcome === 'denied');
    expect(denied['address']).toBe('127.0.0.1');
  });

  it('passes health and the paths of other wires on, and keeps metrics inside', async () => {
    await using server = ServerProcess.start(PUBLIC);
    const url = await server.url();
    await using nginx = await Nginx.start(program, shippedConfig([portOf(url)]));
    for (const path of ['/health', '/health/ready', '/mcp', '/.well-known/oauth-protected-resource']) {
      const [direct, proxied] = [await send(url + path), await send(nginx.url + path)];
      expect([path, proxied.status]).toEqual([path, direct.status]);
    }
    const metrics = await send(`${nginx.url}/metrics`);
    expect([metrics.status, metrics.text]).toEqual([404, expect.stringContaining('<center>nginx</center>')]);
  });

  it('writes no session id and no resume key to its log, also where no replica is', async () => {
    await using nginx = await Nginx.start(program, shippedConfig([await freePort()]));
    const secret = 'AAAAAAAAAAAAAAAAAAAAAA';
    await send(`${nginx.url}/sse?resume=${secret}`, { headers: { host: HOST } });
    expect((await post(`${nginx.url}/message?sessionId=${secret}`, rpc(1, 'ping'))).status).toBe(404);
    expect(nginx.errors.join('')).not.toContain(secret);
  });

  it('takes bodies of up to four times MAX_BODY_BYTES, of which the server says what is wrong', async () => {
    const maxBytes = ENVIRONMENT.Limits.MAX_BODY_BYTES.fallback;
    await using server = ServerProcess.start(PUBLIC);
    await using nginx = await Nginx.start(program, shippedConfig([portOf(await server.url())]));
    const bodyOf = (bytes: number): string => {
      const message = JSON.stringify(rpc(1, 'ping'));
      return message + ' '.repeat(bytes - message.length);
    };
    const taken = await post(`${nginx.url}/message`, bodyOf(maxBytes), { host: HOST });
    const tooLarge = await post(`${nginx.url}/message`, bodyOf(4 * maxBytes), { host: HOST });
    expect([taken.status, tooLarge.status, tooLarge.json]).toMatchObject([200, 413, { id: 1 }]);
    const refused = await post(`${nginx.url}/message`, bodyOf(4 * maxBytes + 1), { host: HOST });
    expect(refused.status).toBe(413);
    expect(refused.text).toContain('<center>nginx</center>');
  });

  it('brings the messages of each session to its replica, and a resume key to the one that had it', async () => {
    await using first = ServerProcess.start(PUBLIC);
    await using second = ServerProcess.start(PUBLIC);
    const urls = [await first.url(), await second.url()];
    await using nginx = await Nginx.start(program, shippedConfig(urls.map(portOf)));
    for (let count = 0; count < 12; count++) await roundTrip(nginx, '/sse');
    for (const server of [first, second]) await server.waitForLog(({ msg }) => msg === 'session ended');
    for (let count = 0; count < 6; count++) {
      const url = `${nginx.url}/sse?resume=${`key-${count}`.padEnd(22, '-')}`;
      const endpoints: string[] = [];
      for (let turn = 0; turn < 3; turn++) {
        await using stream = await SseStream.open(url, { host: HOST });
        endpoints.push(await stream.endpoint());
      }
      expect(new Set(endpoints).size).toBe(1);
    }
  });

  it('says 404, as a replica does, to a session of a replica that is gone', async () => {
    await using server = ServerProcess.start(PUBLIC);
    const ports = [portOf(await server.url()), await freePort()];
    await using nginx = await Nginx.start(program, shippedConfig(ports));
    for (let count = 0; count < 8; count++) {
      const answer = await post(`${nginx.url}/message?sessionId=${'x'.repeat(22)}`, rpc(1, 'ping'), {
        host: HOST,
      });
      expect([answer.status, answer.json]).toMatchObject([404, { error: { code: -32_001 } }]);
      expect((await post(`${nginx.url}/message`, rpc(1, 'ping'), { host: HOST })).status).toBe(200);
    }
  });

  it('has an EventSource ask again while no replica is there, and says 502 to others', async () => {
    await using nginx = await Nginx.start(program, shippedConfig([await freePort()]));
    await using stream = await SseStream.open(`${nginx.url}/sse`);
    await stream.ended();
    expect([stream.status, stream.headers['content-type'], stream.events]).toEqual([
      200,
      'text/event-stream',
      [{ comment: 'no replica' }],
    ]);
    const others = [
      await send(`${nginx.url}/sse`, { headers: { accept: '*/*' } }),
      await send(`${nginx.url}/health`),
      await post(`${nginx.url}/message`, rpc(1, 'ping'), { accept: 'application/json, text/event-stream' }),
    ];
    expect(others.map(({ status }) => status)).toEqual([502, 502, 502]);
  });
});

describeWith('ROOKERY_TEST_NGINX', 'docs/production/nginx.md', (program) => {
  it('has a smallest server block that works as it stands', async () => {
    await using server = ServerProcess.start(PUBLIC);
    const port = portOf(await server.url());
    const block = snippet('smallest').replaceAll('localhost:8000', `127.0.0.1:${port}`);
    await using nginx = await Nginx.start(program, around(block));
    const session = await StreamableSession.open(`${nginx.url}/mcp`, { host: HOST });
    await using listening = await session.listen();
    const added = await session.post(callTool(1, 'add', { a: 2, b: 3 }));
    expect([listening.status, added.json]).toMatchObject([200, { result: { content: [{ text: '5' }] } }]);
    expect((await session.end()).status).toBe(200);
    await listening.ended();
    expect(await roundTrip(nginx, '/sse')).toBe('/message');
    const echo = callTool(3, 'echo', { message: 'hello SSE' });
    const answer = await post(`${nginx.url}/message`, echo, { host: HOST });
    expect(answer.json).toMatchObject({ result: { content: [{ text: 'hello SSE' }] } });
  });

  it('serves under a prefix that nginx keeps', async () => {
    await using server = ServerProcess.start({ ...PUBLIC, PATH_PREFIX: '/mcp-server' });
    await using nginx = await Nginx.start(program, shippedConfig([portOf(await server.url())]));
    expect(await roundTrip(nginx, '/mcp-server/sse')).toBe('/mcp-server/message');
  });

  it('serves under a prefix that nginx strips', async () => {
    await using server = ServerProcess.start({ ...PUBLIC, PUBLIC_URL: `http://${HOST}/mcp-server` });
    const config = shippedConfig([portOf(await server.url())]);
    const stripping = config.replace('location = /metrics', `${snippet('stripped')}\nlocation = /metrics`);
    await using nginx = await Nginx.start(program, stripping);
    for (const path of ['/mcp-server/sse', '/mcp-server/', '/mcp-server'])
      expect(await roundTrip(nginx, path)).toBe('/mcp-server/message');
  });

  it('has a TLS block that belongs into the shipped file', async () => {
    expect(readMarkdown('deploy/nginx.conf')).toContain('listen 8080;');
    expect(snippet('tls')).toMatch(/listen 8443 ssl;[^]*ssl_certificate /);
    const config = shippedConfig([8000]).replace('listen 8080;', snippet('tls'));
    expect(await Nginx.test(program, config)).toMatch(/cannot load certificate|No such file/);
  });
});
