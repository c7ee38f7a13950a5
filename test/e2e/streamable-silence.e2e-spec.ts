import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { heldCall, HoldModule } from '../support/tools/held-calls.js';
import { rpc } from '../support/wire/http.js';
import { open } from '../support/wire/quirky-client.js';
import { RawConnection, rawRequest } from '../support/wire/raw-connection.js';

const BOTH = 'application/json, text/event-stream';
const REVISIONS = ['2025-11-25', '2025-06-18', '2025-03-26'];

describe('A long call of Streamable HTTP that says nothing', () => {
  let server: RunningRookery;

  beforeAll(async () => {
    server = await startRookery({ HEARTBEAT_SECONDS: '0.2' }, HoldModule);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const call = (session: string, name: string, accept = BOTH): RawConnection => {
    const connection = RawConnection.open({ port: Number(new URL(server.url).port), isTls: false });
    const body = JSON.stringify(rpc(1, 'tools/call', { name: 'hold', arguments: { name } }));
    connection.send(rawRequest('/mcp', { method: 'POST', headers: [`Accept: ${accept}`, session], body }));
    return connection;
  };

  it.each(REVISIONS)('becomes a stream of heartbeats, for revision %s', async (revision) => {
    const session = await open(server.url, revision);
    await using connection = call(session, revision);
    const held = await heldCall(revision);
    const begun = await connection.waitFor(/: heartbeat\n[^]*: heartbeat\n/);
    expect(begun).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Content-Type: text\/event-stream\r\n/);
    expect(/id: \S+\ndata:\n\n/.test(begun)).toBe(revision === '2025-11-25');
    held.finish('done');
    expect(await connection.ended()).toMatch(/: heartbeat\n[^]*event: message\n[^]*"text":"done"/);
  });

  it.each(REVISIONS)(
    'has its head and heartbeats where it is a stream from the start, for %s',
    async (revision) => {
      await using connection = call(
        await open(server.url, revision),
        `only ${revision}`,
        'text/event-stream',
      );
      const held = await heldCall(`only ${revision}`);
      await connection.waitFor(/^HTTP\/1\.1 200 OK\r\n[^]*: heartbeat\n/);
      held.finish('done');
      expect(await connection.ended()).toMatch(/"text":"done"/);
    },
  );

  it('stays JSON for a client that takes no stream', async () => {
    await using plain = call(await open(server.url), 'plain', 'application/json');
    const held = await heldCall('plain');
    await using streamed = call(await open(server.url), 'beside');
    const beside = await heldCall('beside');
    await streamed.waitFor(/: heartbeat\n/);
    expect(plain.received).toBe('');
    held.finish('done');
    beside.finish('done');
    expect(await plain.ended()).toMatch(/Content-Type: application\/json[^]*"text":"done"/);
  });

  it('is JSON where it ends earlier', async () => {
    await using connection = call(await open(server.url), 'short');
    (await heldCall('short')).finish('done');
    expect(await connection.ended()).toMatch(/Content-Type: application\/json[^]*"text":"done"/);
  });
});
