import { linesOf, newToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { type Answer, callTool, rpc } from '../support/wire/http.js';
import { rawRequest } from '../support/wire/raw-connection.js';
import { SseStream } from '../support/wire/sse-stream.js';
import { type Attacked, describeAttacks } from './support/attacked.js';

const NOT_FOUND = { jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } };
const FOREIGN_ID = 'A'.repeat(22);
const BOTH = 'application/json, text/event-stream';
type Session = Record<string, string>;

const idOf = (session: Session): string => session['mcp-session-id']!;
const tells = (id: number, text: string): object =>
  rpc(id, 'tools/call', { name: 'tells', arguments: { text }, _meta: { progressToken: text } });

const ping = (attacked: Attacked, session: Session): Promise<Answer> =>
  attacked.post('/mcp', rpc(1, 'ping'), session);

/** Statuses of one `Mcp-Session-Id` on each method. */
async function statusesOf(attacked: Attacked, headers: Session): Promise<number[]> {
  return [
    (await ping(attacked, headers)).status,
    (await attacked.send('/mcp', { headers: { accept: 'text/event-stream', ...headers } })).status,
    (await attacked.send('/mcp', { method: 'DELETE', headers })).status,
  ];
}

const waiting = async (attacked: Attacked, session: Session): Promise<string> =>
  (await attacked.post('/mcp', callTool(7, 'waiting'), session)).text;

/** A call that runs until it is aborted, in a POST of its own. */
async function callWaits(attacked: Attacked, session: Session, id: number, text: string): Promise<SseStream> {
  const headers = { ...session, 'content-type': 'application/json' };
  const stream = SseStream.open(
    `${attacked.url}/mcp`,
    headers,
    JSON.stringify(callTool(id, 'waits', { text })),
  );
  await eventually(async () => (await waiting(attacked, session)).includes(text));
  return stream;
}

describeAttacks('Sessions of Streamable HTTP', {}, (attacked) => {
  it('10 guessed session ids: neighbours of a true one are unknown', async () => {
    const session = await attacked().session();
    const id = idOf(session);
    for (const guess of [
      id.slice(0, -1),
      `${id}A`,
      id.toLowerCase(),
      id.toUpperCase(),
      `"${id}"`,
      id.replace(/^./, '-'),
    ])
      if (guess !== id) {
        expect(await statusesOf(attacked(), { 'mcp-session-id': guess })).toEqual([404, 404, 404]);
      }
    expect((await ping(attacked(), session)).status).toBe(200);
  });

  it.each([
    ['empty', '', 404],
    ['characters of key patterns', '*:{}[]?', 404],
    ['a path', '../../etc/passwd', 404],
    ['10,000 characters', 'A'.repeat(10_000), 404],
    ['no ASCII', '\xe9', 404],
    ['a member of Object', '__proto__', 404],
    ['JSON', '{"$ne":null}', 404],
    ['SQL', "' OR 1=1--", 404],
    ['two ids', `${FOREIGN_ID}, ${FOREIGN_ID}`, 400],
    ['an id and a comma', `${FOREIGN_ID},`, 400],
  ])('13 malformed session id: %s is as unknown as any, or stands twice', async (_name, id, status) => {
    const headers = { 'mcp-session-id': id };
    expect(await statusesOf(attacked(), headers)).toEqual([status, status, status]);
    if (status === 404) expect((await ping(attacked(), headers)).json).toEqual(NOT_FOUND);
  });

  it.each([
    ['the true one twice', (id: string) => [`Mcp-Session-Id: ${id}`, `Mcp-Session-Id: ${id}`]],
    ['a foreign one behind it', (id: string) => [`Mcp-Session-Id: ${id}`, `mcp-session-id: ${FOREIGN_ID}`]],
    ['a foreign one before it', (id: string) => [`MCP-SESSION-ID: ${FOREIGN_ID}`, `Mcp-Session-Id: ${id}`]],
  ])('13 two session ids: %s is 400 on each method', async (_name, linesWith) => {
    const session = await attacked().session();
    const headers = linesWith(idOf(session));
    const body = JSON.stringify(rpc(1, 'ping'));
    for (const request of [{ method: 'POST', headers, body }, { headers }, { method: 'DELETE', headers }])
      expect(await attacked().statuses(rawRequest('/mcp', request))).toEqual([400]);
    expect((await ping(attacked(), session)).status).toBe(200);
  });

  it('14 ended session: its id is unknown from then on, and its streams end', async () => {
    const session = await attacked().session();
    await using listening = await attacked().stream('/mcp', session);
    await using called = await callWaits(attacked(), session, 5, 'fourteen');
    expect((await attacked().send('/mcp', { method: 'DELETE', headers: session })).status).toBe(200);
    await Promise.all([listening.ended(), called.ended()]);
    expect(await statusesOf(attacked(), session)).toEqual([404, 404, 404]);
    expect(await waiting(attacked(), await attacked().session())).not.toContain('fourteen');
  });

  it.each<[string, number, (id: string) => string]>([
    ['a stream that never was', 400, (id) => `${id}.99.0.0`],
    ['a negative number', 400, (id) => `${id}.-1`],
    ['2^64', 400, (id) => `${id}.18446744073709551616`],
    ['an exponent', 400, (id) => `${id}.0e0`],
    ['another session', 400, (id) => id.replace(/^.{22}/, FOREIGN_ID)],
    ['garbage', 400, () => '{"$ne":null}'],
    ['10,000 characters', 400, () => 'A'.repeat(10_000)],
    ['another epoch', 200, (id) => `${id}.0.7.0`],
    ['a number yet to come', 200, (id) => `${id}.999`],
  ])('15 Last-Event-ID: %s is %d, and nothing is replayed', async (_name, status, forge) => {
    const session = await attacked().session();
    await attacked().post('/mcp', tells(1, 'canary'), { ...session, accept: BOTH });
    await using stream = await attacked().stream('/mcp', {
      ...session,
      'last-event-id': forge(idOf(session)),
    });
    expect(stream.status).toBe(status);
    expect((await attacked().send('/mcp', { method: 'DELETE', headers: session })).status).toBe(200);
    await stream.ended();
    expect(stream.bytes).not.toContain('canary');
  });

  it('15 Last-Event-ID: one of another session shows nothing of it', async () => {
    const [victim, thief] = [await attacked().session(), await attacked().session()];
    await attacked().post('/mcp', tells(1, 'canary'), { ...victim, accept: BOTH });
    for (const stream of ['', '.0.0', '.1.0'])
      for (const session of [thief, await attacked().session()]) {
        const headers = { ...session, 'last-event-id': `${idOf(victim)}${stream}.0` };
        const answer = await attacked().send('/mcp', {
          headers: { accept: 'text/event-stream', ...headers },
        });
        expect([answer.status, answer.text]).toEqual([400, expect.not.stringContaining('canary')]);
      }
  });

  it('15 Last-Event-ID: one of a stream shows nothing of the others of its session', async () => {
    const session = await attacked().session();
    const told = ['one', 'two'].map((text, index) =>
      attacked().post('/mcp', tells(index, text), { ...session, accept: BOTH }),
    );
    for (const [index, { text }] of (await Promise.all(told)).entries()) {
      const [, id] = /^id: (\S+)$/m.exec(text)!;
      await using again = await attacked().stream('/mcp', { ...session, 'last-event-id': id! });
      await again.ended();
      expect(again.bytes).toContain(index === 0 ? 'one' : 'two');
      expect(again.bytes).not.toContain(index === 0 ? 'two' : 'one');
    }
  });

  it('16 equal ids: two sessions that hammer at once get their own answers alone', async () => {
    await Promise.all(
      ['ann', 'bob'].map(async (name) => {
        const session = await attacked().session();
        for (let batch = 0; batch < 20; batch++)
          await Promise.all(
            Array.from({ length: 20 }, async (_, id) => {
              const message = `${name} ${batch} ${id}`;
              const { json } = await attacked().post('/mcp', callTool(id, 'echo', { message }), session);
              expect(json).toEqual({
                jsonrpc: '2.0',
                id,
                result: { content: [{ type: 'text', text: message }] },
              });
            }),
          );
      }),
    );
  });

  it('17 duplicate id: a second call of an id in flight is refused, and the first goes on', async () => {
    const session = await attacked().session();
    await using first = await callWaits(attacked(), session, 1, 'seventeen');
    const second = await attacked().post('/mcp', callTool(1, 'echo', { message: 'second' }), session);
    expect(second.json).toMatchObject({ id: 1, error: { code: -32600 } });
    expect(await waiting(attacked(), session)).toContain('seventeen');
    first.close();
    await attacked().send('/mcp', { method: 'DELETE', headers: session });
  });

  it('18, 20 answers and cancellations of others: their calls go on', async () => {
    const [victim, attacker] = [await attacked().session(), await attacked().session()];
    await using call = await callWaits(attacked(), victim, 9, 'twenty');
    for (const message of [
      { jsonrpc: '2.0', id: 9, result: { content: [] } },
      ...[9, '9', null, {}, [9], '__proto__'].map((requestId) => ({
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId },
      })),
    ]) {
      const { status, text } = await attacked().post('/mcp', message, attacker);
      expect([status, text]).toEqual([202, '']);
    }
    expect([await waiting(attacked(), attacker), call.isEnded]).toEqual([
      expect.stringContaining('twenty'),
      false,
    ]);
    await attacked().send('/mcp', { method: 'DELETE', headers: victim });
  });

  it('19 batch: it is 400 in a session of a revision without it', async () => {
    const batch = Array.from({ length: 2 }, (_, id) => rpc(id, 'ping'));
    const headers = { ...(await attacked().session()), 'mcp-protocol-version': '2025-03-26' };
    expect((await attacked().post('/mcp', batch, headers)).status).toBe(400);
    expect((await attacked().post('/mcp', [rpc(1, 'initialize', {})])).status).toBe(400);
  });
});

const users = new Map(['bystander', 'ann', 'bob', 'eve'].map((name) => [name, newToken(name)]));
const headersOf = (name: string): Session => users.get(name)!.headers;
const OWNED = {
  environment: {
    AUTH: 'bearer',
    PUBLIC_URL: 'https://mcp.example',
    AUTH_TOKENS: linesOf(...users.values()),
    MAX_SESSIONS_PER_PRINCIPAL: '5',
  },
  headers: headersOf('bystander'),
};

describeAttacks('Owned sessions of Streamable HTTP', OWNED, (attacked) => {
  it("11 another's session: it is as unknown as none, on each method and by each event id", async () => {
    const session = await attacked().session(headersOf('ann'));
    await using listening = await attacked().stream('/mcp', session);
    const { text } = await attacked().post('/mcp', tells(1, 'canary'), { ...session, accept: BOTH });
    const [, eventId] = /^id: (\S+)$/m.exec(text)!;
    const foreign = { ...session, ...headersOf('bob') };
    expect(await statusesOf(attacked(), foreign)).toEqual([404, 404, 404]);
    expect(await statusesOf(attacked(), { ...foreign, 'last-event-id': eventId! })).toEqual([404, 404, 404]);
    expect((await ping(attacked(), foreign)).json).toEqual(NOT_FOUND);
    const taken = { ...(await attacked().session(headersOf('bob'))), 'last-event-id': eventId! };
    const answer = await attacked().send('/mcp', { headers: { ...taken, accept: 'text/event-stream' } });
    expect([answer.status, answer.text]).toEqual([400, expect.not.stringContaining('canary')]);
    expect([listening.isEnded, listening.messages]).toEqual([false, []]);
    expect((await ping(attacked(), session)).status).toBe(200);
    await attacked().send('/mcp', { method: 'DELETE', headers: session });
  });

  it('42, 62 sessions without end: one principal gets its share, of which the longest waiting ends', async () => {
    const victim = await attacked().session(headersOf('ann'));
    const sessions: Session[] = [];
    for (let count = 0; count < 20; count++) sessions.push(await attacked().session(headersOf('eve')));
    const statuses: number[] = [];
    for (const session of sessions) statuses.push((await ping(attacked(), session)).status);
    expect(statuses).toEqual([...Array<number>(15).fill(404), ...Array<number>(5).fill(200)]);
    expect((await ping(attacked(), victim)).status).toBe(200);
  });
});
