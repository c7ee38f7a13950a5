import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  Client as ClientV2,
  SSEClientTransport as TransportV2,
  StreamableHTTPClientTransport as StreamableV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport as StreamableV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describeWith } from '../../support/available.js';
import { Nginx, shippedConfig } from '../../support/deploy/nginx.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/free-port.js';
import { ROOT, ServerProcess } from '../../support/servers/server-process.js';
import { callTool, post } from '../../support/wire/http.js';

const ECHO = { name: 'echo', arguments: { message: 'x' } };
const IDENTITY = { name: 'ended', version: '1.0.0' };
const PUBLIC = { AUTH: 'none', PUBLIC_URL: 'http://mcp.example.com', TRUST_PROXY: '1' };

/** What docs/production/rolling-updates.md says of clients whose stream ends, held to the clients. */
describeWith('ROOKERY_TEST_NGINX', 'A client whose stream ends, behind nginx', (program) => {
  let port: number;
  let nginx: Nginx;
  let server: ServerProcess;
  let url: URL;

  async function start(): Promise<void> {
    server = ServerProcess.start({ ...PUBLIC, PORT: String(port) });
    await server.url();
  }

  beforeEach(async () => {
    port = await freePort();
    await start();
    nginx = await Nginx.start(program, shippedConfig([port]));
    url = new URL(`${nginx.url}/sse`);
  });

  afterEach(async () => {
    await nginx[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it.each([
    ['@modelcontextprotocol/sdk', new ClientV1(IDENTITY), (at: URL) => new TransportV1(at)],
    ['@modelcontextprotocol/client', new ClientV2(IDENTITY), (at: URL) => new TransportV2(at)],
  ])(
    'of %s is refused at once, asks for a stream every 3 s, and does not initialize again',
    async (_, client, open) => {
      let errors = 0;
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a client has no other way
      client.onerror = () => errors++;
      await client.connect(open(url));
      await client.callTool(ECHO);
      expect(await server.stop()).toBe(0);
      const endedAt = performance.now();
      await expect(client.callTool(ECHO)).rejects.toThrow(/404/);
      const before = errors;
      await eventually(() => errors > before);
      const askedAfterMs = performance.now() - endedAt;
      expect(askedAfterMs).toBeGreaterThan(2_000);
      await start();
      await eventually(async () => client.callTool(ECHO).catch(() => undefined));
      await server.waitForLog(({ method }) => method !== undefined);
      const methods = server.log.map(({ method }) => method).filter(Boolean);
      expect(new Set(methods)).toEqual(new Set(['tools/call']));
      await client.close();
    },
  );

  it.each([
    ['@modelcontextprotocol/sdk', new ClientV1(IDENTITY), (at: URL) => new StreamableV1(at)],
    ['@modelcontextprotocol/client', new ClientV2(IDENTITY), (at: URL) => new StreamableV2(at)],
  ])(
    'of %s over Streamable HTTP has its calls fail with 404, and does not initialize again',
    async (_, client, open) => {
      await client.connect(open(new URL(`${nginx.url}/mcp`)));
      await client.callTool(ECHO);
      expect(await server.stop()).toBe(0);
      await expect(client.callTool(ECHO)).rejects.toThrow(/502/);
      await start();
      for (let attempt = 0; attempt < 3; attempt++)
        await expect(client.callTool(ECHO)).rejects.toThrow(/Session not found/);
      await post(`${nginx.url}/message`, callTool(1, 'echo', { message: 'after' }));
      await server.waitForLog(({ wire }) => wire === 'sessionless-post');
      expect(server.log.filter(({ method }) => method !== undefined)).toHaveLength(1);
      await client.close();
    },
  );

  describeWith('ROOKERY_TEST_PYTHON', 'in Python', (python) => {
    it('has its calls fail at once, and never comes back', async () => {
      const child = spawn(python, [join(ROOT, 'test/clients/python/ended.py'), url.href], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const outcomes: unknown[] = [];
      createInterface({ input: child.stdout }).on('line', (line) => outcomes.push(JSON.parse(line)));
      try {
        await eventually(() => outcomes.length > 0);
        expect(await server.stop()).toBe(0);
        await start();
        const failures = await eventually(
          () => outcomes.filter((outcome) => outcome !== 'answered'),
          ({ length }) => length === 3,
        );
        expect(failures).toEqual(Array.from({ length: 3 }, () => [-32_000, 'Connection closed']));
      } finally {
        child.kill('SIGKILL');
      }
    });
  });
});
