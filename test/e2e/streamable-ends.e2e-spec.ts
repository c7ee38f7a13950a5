import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { SessionsService } from '../../src/sessions/index.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { heldCall, HoldModule } from '../support/tools/held-calls.js';
import { rpc, send } from '../support/wire/http.js';
import { lastIdOf, PollingClient } from '../support/wire/polling-client.js';
import { open as openSession, sendBytes } from '../support/wire/quirky-client.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';

const BOTH = 'application/json, text/event-stream';

const hold = (id: number, name: string): object =>
  rpc(id, 'tools/call', { name: 'hold', arguments: { name }, _meta: { progressToken: name } });

describe('Sessions of Streamable HTTP, and their streams', () => {
  it('are forgotten in time, and the oldest of many at once', async () => {
    await using hasty = await startRookery({ REPLAY_SECONDS: '0.2', RATE_LIMIT: 'off' }, HoldModule);
    const opened = await send(`${hasty.url}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(rpc(0, 'initialize', {})),
    });
    const headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'mcp-session-id': opened.headers['mcp-session-id'] as string,
    };
    const [session] = hasty.rookery.app.get(SessionsService, { strict: false }).all();
    for (let id = 1; id <= 40; id++) {
      const body = JSON.stringify(rpc(id, 'ping'));
      await send(`${hasty.url}/mcp`, { method: 'POST', headers, body });
      expect(session!.streams.length).toBeLessThanOrEqual(16);
    }
    await eventually(() => session!.streams.length === 0);
  });

  it('keep as many answers that were not fetched as a session may have calls', async () => {
    await using server = await startRookery({ RATE_LIMIT: 'off', MAX_CALLS_PER_SESSION: '24' }, HoldModule);
    const client = await PollingClient.open(server);
    const round = (from: number): string[] => Array.from({ length: 24 }, (_, n) => `kept-${from + n}`);
    const ids = new Map<string, string>();
    for (const name of [...round(0), ...round(24)]) {
      ids.set(name, await client.callAndLeave(name));
      (await heldCall(name)).finish(name);
    }
    for (const name of round(24)) {
      await using stream = await client.comeBack(ids.get(name)!);
      await eventually(() => stream.isEnded);
      expect(stream.messages).toMatchObject([{ result: { content: [{ text: name }] } }]);
    }
    for (const name of round(0)) expect((await client.comeBack(ids.get(name)!)).status).toBe(400);
  });

  it('give the answer of a call though they do not keep all its progress', async () => {
    await using server = await startRookery({ REPLAY_EVENTS: '3' }, HoldModule);
    const client = await PollingClient.open(server);
    const id = await client.callAndLeave('gaps');
    const call = await heldCall('gaps');
    for (let progress = 2; progress <= 10; progress++) call.context.progress(progress);
    call.finish('done');
    await using stream = await client.comeBack(id);
    await eventually(() => stream.isEnded);
    expect(stream.messages).toMatchObject([
      { params: { progress: 9 } },
      { params: { progress: 10 } },
      { result: { content: [{ text: 'done' }] } },
    ]);
  });

  it.each([
    ['stream', { REPLAY_SECONDS: '0.4' }],
    ['session', { REPLAY_SECONDS: '0.4', SESSION_IDLE_SECONDS: '0.2' }],
  ])('keep the %s of a call for as long as its client was told to stay away', async (kept, variables) => {
    await using server = await startRookery(variables, HoldModule);
    const client = await PollingClient.open(server);
    const sessions = server.rookery.app.get(SessionsService, { strict: false });
    const toldAtMs = performance.now();
    const id = await client.callAndLeave(kept, 1_500);
    (await heldCall(kept)).finish('done');
    await eventually(() => performance.now() > toldAtMs + 1_500);
    await using stream = await client.comeBack(id);
    await eventually(() => stream.isEnded);
    expect(stream.messages).toMatchObject([{ result: { content: [{ text: 'done' }] } }]);
    await eventually(() => [...sessions.all()].every(({ streams }) => streams.length === 0));
  });

  it.each([
    ['DELETE of the client, in JSON', 'application/json', 'delete'],
    ['DELETE of the client, on the stream', 'text/event-stream', 'delete'],
    ['revocation, in JSON', 'application/json', 'revoke'],
    ['revocation, on the stream', 'text/event-stream', 'revoke'],
  ])('tell the caller of a call that they end by %s', async (name, accept, by) => {
    await using server = await startRookery({}, HoldModule);
    const session = await openSession(server.url);
    await using connection = RawConnection.open({ port: Number(new URL(server.url).port), isTls: false });
    const headers = [`Accept: ${accept}`, session];
    connection.send(rawRequest('/mcp', { method: 'POST', headers, body: JSON.stringify(hold(1, name)) }));
    const call = await heldCall(name);
    if (accept !== 'application/json') {
      call.context.progress(1);
      await connection.waitFor(/"progress":1/);
    }
    if (by === 'delete') await sendBytes(server.url, rawRequest('/mcp', { method: 'DELETE', headers }));
    else server.rookery.app.get(SessionsService, { strict: false }).revoke(() => true);
    expect(await connection.ended()).toMatch(
      /"id":1,"error":\{"code":-32000,"message":"The session has ended: [^"]+","data":\{"reason":"outcome-unknown"\}\}/,
    );
    expect(connection.statuses).toEqual([accept === 'application/json' ? 504 : 200]);
    expect(call.context.signal.aborted).toBe(true);
  });

  it.each([0, 1])('tell the official client, behind %d reports of progress', async (reports) => {
    await using server = await startRookery({}, HoldModule);
    const transport = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`));
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    const seen: number[] = [];
    const called = client.callTool({ name: 'hold', arguments: { name: `told ${reports}` } }, undefined, {
      onprogress: ({ progress }) => seen.push(progress),
    });
    const refusal = called.then(
      () => undefined,
      (error: Error) => error.message,
    );
    const call = await heldCall(`told ${reports}`);
    if (reports > 0) call.context.progress(reports);
    await eventually(() => seen.length === reports);
    await transport.terminateSession();
    expect(await refusal).toContain('The session has ended');
    await client.close();
  });

  it('let calls be answered before a shutdown ends their session', async () => {
    await using ending = await startRookery(
      { SHUTDOWN_SECONDS: '10', DRAIN_SPREAD_SECONDS: '0' },
      HoldModule,
    );
    const at = { port: Number(new URL(ending.url).port), isTls: false };
    const connection = RawConnection.open(at);
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    };
    const body = (message: object): string => JSON.stringify(message);
    connection.send(
      rawRequest('/mcp', { method: 'POST', body: body(rpc(0, 'initialize', params)), keepsAlive: true }),
    );
    const [, session] = /mcp-session-id: (\S+)/i.exec(await connection.waitFor(/"protocolVersion"/))!;
    const headers = [`Accept: ${BOTH}`, `Mcp-Session-Id: ${session}`];
    connection.send(rawRequest('/mcp', { method: 'POST', headers, body: body(hold(1, 'last')) }));
    const call = await heldCall('last');
    const closed = ending.rookery.close();
    await eventually(
      async () => (await send(`${ending.url}/health/ready`).catch(() => undefined))?.status !== 200,
    );
    call.finish('answered');
    expect(await connection.ended()).toMatch(/"text":"answered"/);
    await closed;
  });

  describe('while the server drains', () => {
    const DRAINING = { SHUTDOWN_SECONDS: '60', DRAIN_SPREAD_SECONDS: '0' };
    const isReady = async ({ url }: RunningRookery): Promise<boolean> =>
      (await send(`${url}/health/ready`).catch(() => undefined))?.status === 200;

    it('give clients that come back the answers that they missed', async () => {
      await using server = await startRookery(DRAINING, HoldModule);
      const client = await PollingClient.open(server);
      const [done, running] = [await client.callAndLeave('fetched'), await client.callAndLeave('polled', 30)];
      (await heldCall('fetched')).finish('early');
      const closed = server.rookery.close();
      await eventually(async () => !(await isReady(server)));
      expect((await client.comeBack(`${done}9`)).status).toBe(503);
      await using early = await client.comeBack(done);
      await early.ended();
      expect(early.messages).toMatchObject([{ result: { content: [{ text: 'early' }] } }]);
      const call = await heldCall('polled');
      await using carried = await client.comeBack(running);
      call.context.closeStream(30);
      await carried.ended();
      call.finish('late');
      await using late = await client.comeBack(lastIdOf(carried));
      await late.ended();
      expect(late.messages).toMatchObject([{ result: { content: [{ text: 'late' }] } }]);
      const fetchedAtMs = performance.now();
      await closed;
      expect(performance.now() - fetchedAtMs).toBeLessThan(4_000);
    });

    it('do not hold it for clients that stay away', async () => {
      await using server = await startRookery(DRAINING, HoldModule);
      const client = await PollingClient.open(server);
      await client.callAndLeave('left');
      (await heldCall('left')).finish('unread');
      const closingAtMs = performance.now();
      await server.rookery.close();
      expect(performance.now() - closingAtMs).toBeLessThan(15_000);
    });
  });
});
