import { randomBytes } from 'node:crypto';
import { type Attachment, OpenStreams, SessionsService, SessionObservers } from '../../src/sessions/index.js';
import { eventually } from '../support/eventually.js';
import { callTool, rpc } from '../support/wire/http.js';
import { newKey, sessionOf } from '../support/wire/resume.js';
import { type Attacked, describeAttacks } from './support/attacked.js';

const NOT_FOUND = { jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } };
const SAMPLES = 1_000_000;

const messages = (sessionId: string): string => `/message?sessionId=${sessionId}`;

async function textOf(attacked: Attacked, tool: string): Promise<string> {
  const { json } = await attacked.post('/message', callTool(1, tool));
  return (json as { result: { content: [{ text: string }] } }).result.content[0].text;
}

/** How often each of the 64 characters stands at a place of the ids; chi-square against equal shares. */
function chiSquare(ids: readonly string[], place: number): number {
  const counts = new Uint32Array(128);
  for (const id of ids) counts[id.charCodeAt(place)]!++;
  const expected = ids.length / 64;
  return [...counts]
    .filter((count) => count > 0)
    .reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('Session ids', () => {
  it('10 guessed session ids: a million samples show no repetition, no order and no bias', () => {
    const sessions = new SessionsService(new SessionObservers(), new OpenStreams());
    const caller = { principal: { id: 'sampler', scopes: [] }, address: '127.0.0.1' };
    const ids = Array.from({ length: SAMPLES }, () => {
      const attachment = sessions.open({ caller, wire: 'http-sse', revision: '2025-11-25' }) as Attachment;
      attachment.release();
      return attachment.session.sessionId;
    });
    expect(new Set(ids).size).toBe(SAMPLES);
    expect(ids.every((id) => /^[A-Za-z0-9_-]{21}[AQgw]$/.test(id))).toBe(true);
    const ascending = ids.filter((id, index) => index > 0 && id > ids[index - 1]!).length;
    expect(Math.abs(ascending / SAMPLES - 0.5)).toBeLessThan(0.01);
    // 63 degrees of freedom: a true source is above 150 once in 10^8 times. 21 places of 6 bits are 126 bits.
    for (let place = 0; place < 21; place++) expect(chiSquare(ids, place)).toBeLessThan(150);
  });
});

describeAttacks('Sessions', { environment: { REPLAY_SECONDS: '0.2' } }, (attacked) => {
  it('10 guessed session ids: neighbours of a true one are unknown', async () => {
    await using stream = await attacked().stream();
    const id = await sessionOf(stream);
    for (const guess of [
      id.slice(0, -1),
      `${id}A`,
      id.toLowerCase(),
      id.toUpperCase(),
      id.replace(/^./, '-'),
    ])
      if (guess !== id) expect((await attacked().post(messages(guess), rpc(1, 'ping'))).status).toBe(404);
    expect(stream.messages).toEqual([]);
  });

  it('12 session fixation: a client-chosen id is unknown, and stays so', async () => {
    const chosen = randomBytes(16).toString('base64url');
    const headers = { cookie: `sessionId=${chosen}` };
    await using stream = await attacked().stream(`/sse?sessionId=${chosen}&id=${chosen}`, headers);
    expect(await sessionOf(stream)).not.toBe(chosen);
    const answer = await attacked().post(messages(chosen), rpc(1, 'ping'));
    expect([answer.status, answer.json]).toEqual([404, NOT_FOUND]);
    expect(stream.messages).toEqual([]);
    // The header says that it is Streamable HTTP, where a session is unknown until initialize opens it.
    const named = { 'mcp-session-id': chosen };
    for (const path of ['/sse', '/mcp']) {
      await using unknown = await attacked().stream(path, named);
      expect(unknown.status).toBe(404);
      const posted = await attacked().post(path, rpc(1, 'ping'), named);
      expect([posted.status, posted.json]).toEqual([404, NOT_FOUND]);
    }
  });

  it.each([
    ['empty', ''],
    ['CRLF', '%0d%0aSet-Cookie:%20a=b'],
    ['NUL', 'AAAAAAAAAAAAAAAAAAAAAA%00'],
    ['characters of key patterns', '*:{}[]?'],
    ['a path', '..%2f..%2fetc%2fpasswd'],
    ['10,000 characters', 'A'.repeat(10_000)],
    ['non-ASCII', '%F0%9F%90%A6%C3%A9'],
    ['invalid UTF-8', '%ff%fe'],
    ['invalid percent encoding', '%zz'],
    ['a member of Object', '__proto__'],
    ['an array', 'a&sessionId=b'],
    ['an object', '[a]=b'],
    ['SQL', "'%20OR%201=1--"],
  ])('13 malformed session id: %s is as unknown as any', async (_name, id) => {
    const answer = await attacked().post(messages(id), rpc(1, 'ping'));
    expect([answer.status, answer.json]).toEqual([404, NOT_FOUND]);
  });

  it('14 ended session: its id is unknown from then on', async () => {
    const stream = await attacked().stream();
    const id = await sessionOf(stream);
    expect((await attacked().post(messages(id), rpc(1, 'ping'))).status).toBe(202);
    stream.close();
    await eventually(async () => (await attacked().post(messages(id), rpc(2, 'ping'))).status === 404);
    expect((await attacked().post(messages(id), rpc(3, 'ping'))).json).toEqual(NOT_FOUND);
  });

  it('14 expired session: its key opens another one, and nothing is replayed', async () => {
    const path = `/sse?resume=${newKey()}`;
    const stream = await attacked().stream(path);
    const id = await sessionOf(stream);
    await attacked().post(messages(id), callTool(1, 'echo', { message: 'canary' }));
    await stream.responseTo(1);
    stream.close();
    await eventually(async () => (await attacked().post(messages(id), rpc(2, 'ping'))).status === 404);
    await using again = await attacked().stream(path, { 'last-event-id': `${id}.0` });
    expect(await sessionOf(again)).not.toBe(id);
    expect(again.bytes).not.toMatch(/canary/);
  });

  it.each([
    ['another session', (id: string) => `${id}.0`, false],
    ['a session that never was', () => `${'A'.repeat(22)}.0`, true],
    ['a negative number', (id: string) => `${id}.-1`, true],
    ['2^64', (id: string) => `${id}.18446744073709551616`, true],
    ['a number yet to come', (id: string) => `${id}.999`, true],
    ['a fraction', (id: string) => `${id}.0.5`, true],
    ['an exponent', (id: string) => `${id}.1e0`, true],
    ['garbage', () => '{"$ne":null}', true],
    ['10,000 characters', () => 'A'.repeat(10_000), true],
  ])('15 Last-Event-ID: %s gets a new session, and no replay', async (_name, forge, isOwn) => {
    const keys = [newKey(), newKey()] as const;
    await using victim = await attacked().stream(`/sse?resume=${keys[0]}`);
    const id = await sessionOf(victim);
    await attacked().post(messages(id), callTool(1, 'echo', { message: 'canary' }));
    await victim.responseTo(1);
    // Who knows the id but not the key comes with a key of its own; who knows the key too is the victim itself.
    const path = `/sse?resume=${keys[isOwn ? 0 : 1]}`;
    await using stream = await attacked().stream(path, { 'last-event-id': forge(id) });
    expect(stream.status).toBe(200);
    const session = await sessionOf(stream);
    expect(session).not.toBe(id);
    await attacked().post(messages(session), rpc(7, 'ping'));
    await stream.responseTo(7);
    expect(stream.messages).toHaveLength(1);
    expect(stream.bytes).not.toMatch(/canary/);
  });

  it('16 equal ids: two clients that hammer at once get their own answers alone', async () => {
    const clients = await Promise.all(
      ['ann', 'bob'].map(async (name) => ({ name, stream: await attacked().stream() })),
    );
    await Promise.all(
      clients.map(async ({ name, stream }) => {
        const path = await stream.endpoint();
        for (let batch = 0; batch < 20; batch++)
          await Promise.all(
            Array.from({ length: 20 }, (_, index) => {
              const id = batch * 20 + index;
              return attacked().post(path, callTool(id, 'echo', { message: `${name} ${id}` }));
            }),
          );
        await Promise.all(Array.from({ length: 400 }, (_, id) => stream.responseTo(id)));
      }),
    );
    for (const { name, stream } of clients) {
      const said = stream.messages.map(({ id, result }) => [id, JSON.stringify(result)]);
      expect(said.toSorted(([a], [b]) => Number(a) - Number(b))).toEqual(
        Array.from({ length: 400 }, (_, id) => [
          id,
          JSON.stringify({ content: [{ type: 'text', text: `${name} ${id}` }] }),
        ]),
      );
      stream.close();
    }
  });

  it('17 duplicate id: a second call of an id in flight is refused, and the first is answered', async () => {
    await using stream = await attacked().stream();
    const path = await stream.endpoint();
    await attacked().post(path, callTool(1, 'waits', { text: 'seventeen' }));
    await attacked().post(path, callTool(1, 'echo', { message: 'second' }));
    expect(await stream.responseTo(1)).toMatchObject({ error: { code: -32600 } });
    await attacked().post(path, {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 1 },
    });
    await eventually(async () => !(await textOf(attacked(), 'waiting')).includes('seventeen'));
    await attacked().post(path, callTool(1, 'echo', { message: 'third' }));
    await eventually(() => JSON.stringify(stream.messages).includes('third'));
    expect(JSON.stringify(stream.messages)).not.toContain('second');
  });

  it.each([
    ['never asked', { jsonrpc: '2.0', id: 999, result: { canary: true } }],
    ['of an error', { jsonrpc: '2.0', id: 'x', error: { code: 1, message: 'canary' } }],
    ['to null', { jsonrpc: '2.0', id: null, error: { code: 1, message: 'canary' } }],
    ['named as a member of Object', { jsonrpc: '2.0', id: '__proto__', result: {} }],
  ])('18 answer to nothing: one %s is dropped', async (_name, message) => {
    await using stream = await attacked().stream();
    const path = await stream.endpoint();
    const { status, text } = await attacked().post(path, message);
    expect([status, text]).toEqual([202, '']);
    expect((await attacked().post('/message', message)).status).toBe(202);
    await attacked().post(path, rpc(1, 'ping'));
    await stream.responseTo(1);
    expect(stream.messages).toHaveLength(1);
  });

  it("18 answer to nothing: one with the id of another client's call does not answer it", async () => {
    await using victim = await attacked().stream();
    await using attacker = await attacked().stream();
    await attacked().post(await victim.endpoint(), callTool(5, 'waits', { text: 'eighteen' }));
    await eventually(async () => (await textOf(attacked(), 'waiting')).includes('eighteen'));
    await attacked().post(await attacker.endpoint(), { jsonrpc: '2.0', id: 5, result: { content: [] } });
    expect(await textOf(attacked(), 'waiting')).toContain('eighteen');
    expect(victim.messages).toEqual([]);
  });

  it('19 batch: it is 400 but in the revision that has it, and there it is bounded', async () => {
    const batch = (length: number): object[] => Array.from({ length }, (_, id) => rpc(id, 'ping'));
    const statusOf = async (length: number, revision: string): Promise<number> =>
      (await attacked().post('/message', batch(length), { 'mcp-protocol-version': revision })).status;
    for (const revision of ['2024-11-05', '2025-06-18', '2025-11-25', '2026-07-28', 'x'])
      expect([revision, await statusOf(2, revision)]).toEqual([revision, 400]);
    const statuses = [];
    for (const length of [0, 1, 100, 101, 50_000]) statuses.push(await statusOf(length, '2025-03-26'));
    expect(statuses).toEqual([400, 200, 200, 400, 400]);
  });

  it("20 foreign cancellation: another client's call goes on", async () => {
    await using victim = await attacked().stream();
    await using attacker = await attacked().stream();
    await attacked().post(await victim.endpoint(), callTool(9, 'waits', { text: 'twenty' }));
    await eventually(async () => (await textOf(attacked(), 'waiting')).includes('twenty'));
    const path = await attacker.endpoint();
    for (const target of [path, '/message'])
      for (const requestId of [9, '9', null, {}, [9], '__proto__']) {
        const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } };
        expect((await attacked().post(target, cancelled)).status).toBe(202);
      }
    await attacked().post(path, rpc(1, 'ping'));
    await attacker.responseTo(1);
    expect(await textOf(attacked(), 'waiting')).toContain('twenty');
  });
});
