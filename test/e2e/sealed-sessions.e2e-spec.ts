import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Revocation } from '../../src/auth/index.js';
import { McpModule, type McpModuleOptions } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { temporaryHome } from '../support/clients/clients.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery } from '../support/servers/rookery.js';
import {
  ANN,
  BEARER,
  BEN,
  callAdd,
  closeSession,
  INITIALIZE,
  openSession,
  SESSION_KEYS,
  sessionsOf,
  startSealing,
  statusOf,
} from '../support/servers/sealing.js';
import { heldCall } from '../support/tools/held-calls.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

describe('A sealed session', () => {
  let [first, second]: [RunningRookery, RunningRookery] = [undefined!, undefined!];

  beforeAll(async () => {
    [first, second] = [await startSealing(BEARER), await startSealing(BEARER)];
  });
  afterAll(async () => {
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
  });

  it('is taken up by a process that does not know it, as initialize left it', async () => {
    const session = await openSession(first, ANN.headers);
    expect(session['mcp-session-id']).toMatch(/^[\x21-\x7e]{1,512}$/);
    expect((await callAdd(second, session)).json).toMatchObject({ result: { content: [{ text: '5' }] } });
    const [before, after] = [sessionsOf(first).at(-1)!, sessionsOf(second).at(-1)!];
    expect(after.state).toEqual(before.state);
    expect(after.state).toMatchObject({
      revision: '2025-11-25',
      client: { name: 'client', title: 'A client' },
    });
    expect(after.loggedId).toBe(before.loggedId);
    expect(await statusOf(first, session)).toBe(200);
  });

  it('is named in the head of a stream too', async () => {
    const accept = { ...ANN.headers, accept: 'text/event-stream' };
    const answer = await post(`${first.url}/mcp`, INITIALIZE, accept);
    expect(answer.text).toMatch(/"protocolVersion"/);
    const session = { ...ANN.headers, 'mcp-session-id': answer.headers['mcp-session-id'] as string };
    expect(await statusOf(second, session)).toBe(200);
  });

  it('has no id where initialize fails', async () => {
    const answer = await post(
      `${first.url}/mcp`,
      rpc(0, 'initialize', { capabilities: 'many' }),
      ANN.headers,
    );
    expect(answer.json).toMatchObject({ error: { code: -32602 } });
    expect(answer.headers).not.toHaveProperty('mcp-session-id');
  });

  it('is 404 with any other character, where it is known and where it is not', async () => {
    const { 'mcp-session-id': id } = await openSession(first, ANN.headers);
    const indexes = [0, 21, 22, 23, 24, 25, 40, id!.length - 20, id!.length - 1];
    for (const index of indexes) {
      const other = id![index] === 'A' ? 'B' : 'A';
      const changed = `${id!.slice(0, index)}${other}${id!.slice(index + 1)}`;
      for (const server of [first, second])
        expect([index, await statusOf(server, { ...ANN.headers, 'mcp-session-id': changed })]).toEqual([
          index,
          404,
        ]);
    }
    for (const part of [id!.slice(0, 22), id!.slice(0, -1), `${id}A`, `${id}=`])
      for (const server of [first, second])
        expect(await statusOf(server, { ...ANN.headers, 'mcp-session-id': part })).toBe(404);
    expect(await statusOf(second, { ...ANN.headers, 'mcp-session-id': id! })).toBe(200);
  });

  it('is 404 for another principal, who cannot end it either', async () => {
    const { 'mcp-session-id': id } = await openSession(first, ANN.headers);
    const [anns, bens] = [ANN, BEN].map(({ headers }) => ({ ...headers, 'mcp-session-id': id! }));
    expect(await statusOf(second, bens!)).toBe(404);
    expect(await closeSession(second, bens!)).toBe(404);
    expect(await statusOf(second, anns!)).toBe(200);
    expect(await statusOf(second, bens!)).toBe(404);
  });

  it('stays ended where its client ended it, known there or not', async () => {
    const [one, other] = [await openSession(first, ANN.headers), await openSession(first, ANN.headers)];
    expect([
      await closeSession(first, one),
      await statusOf(first, one),
      await closeSession(first, one),
    ]).toEqual([200, 404, 404]);
    const before = sessionsOf(second).length;
    expect([await closeSession(second, other), await statusOf(second, other)]).toEqual([200, 404]);
    expect(sessionsOf(second)).toHaveLength(before);
  });

  it('stays ended where it was idle, and where its principal was revoked', async () => {
    await using hasty = await startSealing({ ...BEARER, SESSION_IDLE_SECONDS: '0.05' });
    const [idle, revoked] = [await openSession(hasty, ANN.headers), await openSession(first, BEN.headers)];
    await eventually(() => sessionsOf(hasty).length === 0);
    expect(await statusOf(hasty, idle)).toBe(404);
    first.rookery.app.get(Revocation, { strict: false }).revoke('ben');
    expect(await statusOf(first, revoked)).toBe(404);
  });

  it('is taken up for a time, and served for longer by the process that knows it', async () => {
    await using hasty = await startSealing({ ...BEARER, SEALED_SESSION_SECONDS: '0.001' });
    const session = await openSession(hasty, ANN.headers);
    await eventually(async () => (await statusOf(second, session)) === 404);
    expect(await statusOf(hasty, session)).toBe(200);
  });

  it('is taken up with each of several keys', async () => {
    const newer = randomBytes(32).toString('hex');
    await using rotated = await startSealing({ ...BEARER, SESSION_KEYS: `${newer}, ${SESSION_KEYS}` });
    expect(await statusOf(rotated, await openSession(first, ANN.headers))).toBe(200);
    expect(await statusOf(first, await openSession(rotated, ANN.headers))).toBe(404);
  });

  it('is taken up with the keys of a file', async () => {
    await using folder = await temporaryHome();
    const SESSION_KEYS_FILE = join(folder.path, 'keys');
    await writeFile(SESSION_KEYS_FILE, `${randomBytes(32).toString('base64url')}\n${SESSION_KEYS}\n`);
    await using reading = await startSealing({ ...BEARER, SESSION_KEYS: '', SESSION_KEYS_FILE });
    expect(await statusOf(reading, await openSession(first, ANN.headers))).toBe(200);
  });

  it('is taken up once by messages that come at once', async () => {
    const session = await openSession(first, ANN.headers);
    const before = sessionsOf(second).length;
    const answers = await Promise.all(Array.from({ length: 8 }, () => statusOf(second, session)));
    expect(answers).toEqual(Array(8).fill(200));
    expect(sessionsOf(second)).toHaveLength(before + 1);
  });

  it('has a place as one that initialize opens, or is refused as that is', async () => {
    await using small = await startSealing({ ...BEARER, MAX_SESSIONS: '1' });
    await using held = await SseStream.open(`${small.url}/mcp`, await openSession(small, BEN.headers));
    const session = await openSession(first, ANN.headers);
    const [opened, taken] = [
      await post(`${small.url}/mcp`, INITIALIZE, ANN.headers),
      await callAdd(small, session),
    ];
    expect([taken.status, taken.json]).toEqual([503, opened.json]);
    await held[Symbol.asyncDispose]();
    await eventually(async () => (await statusOf(small, session)) === 200);
  });

  it('is for the next process once this one stops, which says so', async () => {
    await using ending = await startSealing({ ...BEARER, SHUTDOWN_SECONDS: '10', DRAIN_SPREAD_SECONDS: '0' });
    const session = await openSession(ending, ANN.headers);
    const running = post(
      `${ending.url}/mcp`,
      callTool(1, 'hold', { name: 'last' }),
      await openSession(ending, BEN.headers),
    );
    const call = await heldCall('last');
    const closed = ending.rookery.close();
    const refused = await eventually(
      () => callAdd(ending, session),
      ({ status }) => status !== 200,
    );
    expect([refused.status, refused.headers['retry-after'], refused.json]).toMatchObject([
      503,
      '5',
      { error: { data: { reason: 'draining' } } },
    ]);
    call.finish('done');
    expect((await running).json).toMatchObject({ result: { content: [{ text: 'done' }] } });
    await closed;
    expect(await statusOf(second, session)).toBe(200);
  });
});

describe('Without keys', () => {
  it('ids are random, and a process that does not know a session answers 404', async () => {
    await using one = await startSealing({ SESSION_KEYS: '' });
    await using other = await startSealing({ SESSION_KEYS: '' });
    const session = await openSession(one);
    expect(session['mcp-session-id']).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect([
      await statusOf(one, session),
      await statusOf(other, session),
      await closeSession(other, session),
    ]).toEqual([200, 404, 404]);
    await using sealing = await startSealing();
    expect(await statusOf(other, await openSession(sealing))).toBe(404);
  });
});

async function startApp(sessions: McpModuleOptions['sessions']): Promise<{ url: string } & AsyncDisposable> {
  @Module({ imports: [McpModule.forRoot({ sessions }), SamplesModule] })
  class App {}
  const app = await NestFactory.create(App, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), [Symbol.asyncDispose]: () => app.close() };
}

describe('An app of its own', () => {
  it('takes sessions up with the keys that its options say', async () => {
    await using sealing = await startSealing();
    const session = await openSession(sealing);
    await using app = await startApp({ keys: [SESSION_KEYS] });
    expect((await post(`${app.url}/mcp`, callTool(1, 'add', { a: 2, b: 3 }), session)).status).toBe(200);
  });

  it('does not start with a key that is none', async () => {
    await expect(startApp({ keys: ['canary'] })).rejects.toThrow(/^`sessions\.keys` must be 32 random bytes/);
  });
});
