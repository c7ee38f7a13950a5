import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { McpModule } from '../../src/mcp.module.js';
import { SamplesModule } from '../../src/samples/index.js';
import { ThrottlingModule } from '../../src/throttling/index.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';
import { SseStream } from '../support/wire/sse-stream.js';

const MIB = 1024 * 1024;
const echo = (id: number, length: number): object => callTool(id, 'echo', { message: 'x'.repeat(length) });
const limitedBy = (sentence: RegExp): object => ({
  error: {
    code: -32000,
    message: expect.stringMatching(sentence) as string,
    data: { reason: 'rate-limited', retryAfterSeconds: expect.any(Number) as number },
  },
});

@Module({
  imports: [
    McpModule.forRoot({ aliases: ['/message'] }),
    ThrottlingModule.forRoot({ workLimit: '2/minute' }),
    SamplesModule,
  ],
})
class AppThatParsesBodies {}

describe('WORK_LIMIT', () => {
  it('lets large calls count as one request each: ten of a mebibyte pass, and the eleventh is refused', async () => {
    await using server = await startRookery({ RATE_LIMIT: '10/minute', MAX_RESULT_BYTES: String(2 * MIB) });
    const url = `${server.url}/message`;
    for (let id = 1; id <= 10; id++) expect((await post(url, echo(id, MIB))).status).toBe(200);
    const refused = await post(url, echo(11, MIB));
    expect([refused.status, refused.json]).toMatchObject([
      429,
      limitedBy(/^Rate limit: at most 10 requests in 60 s/),
    ]);
  });

  it('refuses large bodies unread, and small calls on their stream, once the work is used up', async () => {
    await using server = await startRookery({ WORK_LIMIT: '16/minute' });
    await using stream = await SseStream.open(`${server.url}/sse`);
    const endpoint = await stream.endpoint();
    expect((await post(endpoint, echo(1, MIB))).status).toBe(202);
    expect(await stream.responseTo(1)).toHaveProperty('result');

    const unread = await post(endpoint, echo(2, MIB));
    expect([unread.status, unread.json]).toMatchObject([
      429,
      { id: null, ...limitedBy(/^Work limit: at most 16/) },
    ]);
    expect(Number(unread.headers['retry-after'])).toBeGreaterThan(0);
    expect((await post(endpoint, echo(3, 10))).status).toBe(202);
    expect(await stream.responseTo(3)).toMatchObject(limitedBy(/^Work limit: at most 16 units in 60 s/));
    expect((await post(endpoint, rpc(4, 'ping'))).status).toBe(202);
    expect(await stream.responseTo(4)).toMatchObject({ result: {} });
  });

  it('reads one of the bodies that end together, and refuses the others before they are decoded', async () => {
    await using server = await startRookery({ WORK_LIMIT: '16/minute' });
    const port = Number(new URL(server.url).port);
    // No gate sees what is no message: only the decoder can refuse it.
    const bytes = rawRequest('/message', { method: 'POST', body: 'x'.repeat(MIB) });
    const connections = Array.from({ length: 8 }, () => RawConnection.open({ port, isTls: false }));
    for (const connection of connections) connection.send(bytes.slice(0, -1));
    await eventually(() => connections.every(({ socket }) => socket.writableLength === 0));
    for (const connection of connections) connection.send(bytes.slice(-1));
    for (const connection of connections) await connection.ended();
    const statuses = connections.flatMap((connection) => connection.statuses);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([400, ...Array<number>(7).fill(429)]);
  });

  it('charges bodies that the parser of an app has read', async () => {
    const app = await NestFactory.create<NestExpressApplication>(AppThatParsesBodies, { logger: false });
    await app.listen(0, '127.0.0.1');
    try {
      const url = `${await app.getUrl()}/message`;
      const statuses: number[] = [];
      // Each is a unit. Nest's own parser takes up to 100 kB.
      for (let id = 1; id <= 3; id++) statuses.push((await post(url, echo(id, 70_000))).status);
      expect(statuses).toEqual([200, 200, 429]);
    } finally {
      await app.close();
    }
  });

  it('charges bodies that are nothing, too', async () => {
    await using server = await startRookery({ WORK_LIMIT: '16/minute' });
    const url = `${server.url}/message`;
    expect((await post(url, 'x'.repeat(MIB))).status).toBe(400);
    expect((await post(url, 'x'.repeat(MIB))).status).toBe(429);
  });

  it('is a limit of each caller', async () => {
    await using server = await startRookery({ WORK_LIMIT: '16/minute', TRUST_PROXY: '1' });
    const url = `${server.url}/message`;
    const statusFor = async (address: string): Promise<number> =>
      (await post(url, echo(1, MIB), { 'x-forwarded-for': address })).status;
    expect([await statusFor('203.0.113.1'), await statusFor('203.0.113.1')]).toEqual([200, 429]);
    expect(await statusFor('203.0.113.2')).toBe(200);
  });

  it('can be switched off', async () => {
    await using server = await startRookery({ WORK_LIMIT: 'off' });
    for (let id = 1; id <= 3; id++)
      expect((await post(`${server.url}/message`, echo(id, MIB))).status).toBe(200);
  });
});

describe('MAX_BODY_VALUES', () => {
  it('refuses a body of more JSON values before it is parsed', async () => {
    await using server = await startRookery({ MAX_BODY_VALUES: '1000' });
    const url = `${server.url}/message`;
    // The message, jsonrpc, id, method, params, name, arguments and message are eight.
    const withValues = (count: number): object =>
      callTool(1, 'echo', { message: Array.from({ length: count - 8 }, () => []) });
    expect((await post(url, withValues(1000))).json).toMatchObject({ result: { isError: true } });
    const refused = await post(url, withValues(1001));
    expect([refused.status, refused.json]).toEqual([
      400,
      { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'A body has at most 1000 JSON values' } },
    ]);
  });
});

describe('A batch', () => {
  it('counts as many HTTP requests as it has messages', async () => {
    await using server = await startRookery({ RATE_LIMIT: '10/minute' });
    const batch = Array.from({ length: 60 }, (_, id) => rpc(id, 'ping'));
    const statusOf = async (): Promise<number> =>
      (await post(`${server.url}/message`, batch, { 'mcp-protocol-version': '2025-03-26' })).status;
    expect([await statusOf(), await statusOf()]).toEqual([200, 429]);
  });
});
