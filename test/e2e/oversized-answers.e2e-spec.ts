import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { McpModule } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { linesOf, newToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { ScopedModule } from '../support/tools/scoped-tools.js';
import { post } from '../support/wire/http.js';
import {
  CHUNKED,
  fromTypeScript,
  LIMIT,
  MAX_BODY,
  refusal,
  toolError,
} from '../support/wire/oversized-bodies.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';
import { leave, newKey, openStream } from '../support/wire/resume.js';
import { SseStream } from '../support/wire/sse-stream.js';

describe('The answer to a body above MAX_BODY_BYTES', () => {
  it('waits for a client that is away, as every answer does', async () => {
    await using server = await startRookery(MAX_BODY);
    const key = newKey();
    await using first = await openStream(server.url, key);
    const endpoint = await first.endpoint();
    await leave(server.url, first);
    expect((await post(endpoint, fromTypeScript({ id: 1 }))).status).toBe(202);
    await using second = await openStream(server.url, key);
    expect(await second.responseTo(1)).toEqual(toolError(1));
  });

  it('counts as a request', async () => {
    await using server = await startRookery({ ...MAX_BODY, RATE_LIMIT: '2/minute' });
    await using stream = await SseStream.open(`${server.url}/sse`);
    const endpoint = await stream.endpoint();
    for (const id of [1, 2, 3]) expect((await post(endpoint, fromTypeScript({ id }))).status).toBe(202);
    expect(await stream.responseTo(2)).toEqual(toolError(2));
    expect(await stream.responseTo(3)).toMatchObject({ error: { data: { reason: 'rate-limited' } } });
  });

  it.each([
    ['that was taken', (url: string) => post(url, fromTypeScript({ id: 1 }))],
    ['without an id', (url: string) => post(url, ' '.repeat(2 * LIMIT))],
    ['that was too large even for that', (url: string) => post(url, ' '.repeat(5 * LIMIT), CHUNKED)],
    ['that its client broke off', breakOff],
  ])('costs the work of its bytes: one %s', async (_, send) => {
    await using server = await startRookery({ ...MAX_BODY, WORK_LIMIT: '3/minute' });
    await using stream = await SseStream.open(`${server.url}/sse`);
    const endpoint = await stream.endpoint();
    await send(endpoint).catch((error: NodeJS.ErrnoException) =>
      expect(['EPIPE', 'ECONNRESET']).toContain(error.code),
    );
    const isLimited = async (): Promise<boolean> => {
      // What is no JSON costs nothing itself.
      const { status } = await post(endpoint, 'x'.repeat(70_000), { 'content-type': 'text/plain' });
      expect([415, 429]).toContain(status);
      return status === 429;
    };
    // The server may hear later than its client that a body was broken off.
    await eventually(isLimited);
  });

  it('tells nobody who may not use the session', async () => {
    const [ann, bob] = [newToken('ann'), newToken('bob')];
    const environment = { ...MAX_BODY, AUTH: 'bearer', AUTH_TOKENS: linesOf(ann, bob) };
    await using server = await startRookery(environment, ScopedModule);
    await using stream = await SseStream.open(`${server.url}/sse`, ann.headers);
    const endpoint = await stream.endpoint();
    const statusOf = async (url: string, headers: Record<string, string>): Promise<number> =>
      (await post(url, fromTypeScript({ id: 1 }), headers)).status;
    expect(await statusOf(endpoint, bob.headers)).toBe(404);
    expect(await statusOf(endpoint.slice(0, -1), ann.headers)).toBe(404);
    expect(await statusOf(endpoint, { authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusOf(endpoint, ann.headers)).toBe(202);
    expect(await stream.responseTo(1)).toEqual(toolError(1));
  });

  it('is 413 at once for a caller without credentials, where some tools are public', async () => {
    const ann = newToken('ann');
    const environment = { ...MAX_BODY, AUTH: 'bearer', AUTH_TOKENS: linesOf(ann) };
    await using server = await startRookery(environment, ScopedModule);
    await using stream = await SseStream.open(`${server.url}/sse`);
    const { port, pathname, search } = new URL(await stream.endpoint());
    await using connection = RawConnection.open({ port: Number(port), isTls: false });
    const headers = [`Content-Length: ${LIMIT + 1}`];
    connection.send(rawRequest(pathname + search, { method: 'POST', headers, body: '', keepsAlive: true }));
    expect(await connection.ended()).toContain(JSON.stringify(refusal(null)));
    expect(connection.statuses).toEqual([413]);
  });

  it('names the option in an app of its own', async () => {
    @Module({
      imports: [McpModule.forRoot({ aliases: ['/message'], edge: { maxBodyBytes: LIMIT } }), SamplesModule],
    })
    class App {}
    const app = await NestFactory.create<NestExpressApplication>(App, { logger: false, bodyParser: false });
    await app.listen(0, '127.0.0.1');
    const answer = await post(`${await app.getUrl()}/message`, fromTypeScript({ id: 1 }));
    const message = `The body may have at most ${LIMIT} bytes. Send less, or raise \`edge.maxBodyBytes\` of McpModule`;
    expect([answer.status, answer.json]).toMatchObject([413, { id: 1, error: { message } }]);
    await app.close();
  });
});

/** Sends half of a body that is too large, and leaves. */
async function breakOff(url: string): Promise<void> {
  const { port, pathname, search } = new URL(url);
  const connection = RawConnection.open({ port: Number(port), isTls: false });
  const bytes = rawRequest(pathname + search, { method: 'POST', body: ' '.repeat(4 * LIMIT) });
  connection.send(bytes.slice(0, 3 * LIMIT));
  await eventually(() => connection.socket.writableLength === 0);
  connection.socket.end();
  await connection.ended();
}
