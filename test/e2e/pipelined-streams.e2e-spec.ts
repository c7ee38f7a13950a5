import { once } from 'node:events';
import { DrainState } from '../../src/drain/drain-state.js';
import { OpenResponses } from '../../src/http/index.js';
import { OpenStreams, SessionsService } from '../../src/sessions/index.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';

const KEPT = { keepsAlive: true };
const STREAM = rawRequest('/sse', { ...KEPT, headers: ['Accept: text/event-stream'] });
const PING = rawRequest('/message', {
  ...KEPT,
  method: 'POST',
  body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
});

describe('A stream that would wait behind another answer of its connection', () => {
  let server: RunningRookery;
  let sessions: SessionsService;
  let streams: OpenStreams;
  let connection: RawConnection;

  beforeEach(async () => {
    server = await startRookery({ HEARTBEAT_SECONDS: '0.1' });
    sessions = server.rookery.app.get(SessionsService);
    streams = server.rookery.app.get(OpenStreams);
    connection = RawConnection.open({ port: Number(new URL(server.url).port), isTls: false });
  });

  afterEach(async () => {
    await connection[Symbol.asyncDispose]();
    await server.rookery.close();
  });

  it('is answered 429 before it opens a session', async () => {
    connection.send(STREAM + STREAM);
    await connection.waitFor(/: heartbeat/);
    expect(streams.count).toBe(1);
    const [first] = sessions.all();
    first!.endWhenIdle('revoked');
    await connection.waitFor(/429[^]*\}$/);
    expect(connection.statuses).toEqual([200, 429]);
    expect(connection.received).toMatch(/"code":-32600,"message":"A stream needs a connection of its own/);
    expect([...sessions.all()]).toEqual([]);
  });

  it('is answered 429 while the server drains too: it would not soon end', async () => {
    connection.send(STREAM);
    await connection.waitFor(/: heartbeat/);
    server.rookery.app.get(DrainState, { strict: false }).begin();
    const arrived = once(server.rookery.app.getHttpServer(), 'request');
    connection.send(STREAM);
    await arrived;
    const [first] = sessions.all();
    first!.endWhenIdle('revoked');
    await connection.waitFor(/429[^]*\}$/);
    expect(connection.statuses).toEqual([200, 429]);
  });

  it('opens on a connection whose answers are finished', async () => {
    connection.send(PING);
    await connection.waitFor(/"result":\{\}/);
    connection.send(STREAM);
    await connection.waitFor(/event: endpoint/);
    expect(connection.statuses).toEqual([200, 200]);
  });

  it('leaves the connection to others: they are answered when it ends', async () => {
    connection.send(STREAM + STREAM + PING);
    await connection.waitFor(/: heartbeat/);
    const [first] = sessions.all();
    first!.endWhenIdle('revoked');
    await connection.waitFor(/"result":\{\}/);
    expect(connection.statuses).toEqual([200, 429, 200]);
  });

  it('leaves nothing behind when the client goes while answers wait', async () => {
    connection.send(STREAM + PING.repeat(20));
    await connection.waitFor(/: heartbeat/);
    connection.socket.destroy();
    await server.rookery.app.get(OpenResponses).whenClosed();
    expect([...sessions.all()]).toEqual([]);
  });

  it('writes no blank line to the one before it, whose connection is not read any more', async () => {
    // So many answers wait that Node reads no further, and Nest looks every five seconds whether the client is there.
    connection.send(STREAM + PING.repeat(200));
    await connection.waitFor(/: heartbeat/);
    await eventually(() => (connection.received.match(/: heartbeat\n/g) ?? []).length >= 60, Boolean, 20_000);
    expect(connection.received).not.toContain('\n\n\n');
    expect(connection.received.replace(/^[^]*?\n\n/, '').replace(/\r\n[0-9a-f]+\r\n/g, '')).toMatch(
      /^(: heartbeat\n)+(\r\n)?$/,
    );
  });
});
