import { linesOf, newToken, type TestToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { callTool, rpc } from '../support/wire/http.js';
import { type Attacked, describeAttacks, type Setup } from './support/attacked.js';
import { postBy, STATELESS } from './support/post-routes.js';

const RATE = 100;
const FAILURES = 20;

const users = new Map(['bystander', 'eve', 'mallory', 'trent'].map((name) => [name, newToken(name)]));
const userOf = (name: string): TestToken => users.get(name)!;

function prepare(): Promise<Setup> {
  const environment = {
    AUTH: 'bearer',
    PUBLIC_URL: 'https://mcp.example',
    AUTH_TOKENS: linesOf(...users.values()),
    RATE_LIMIT: `${RATE}/minute`,
    AUTH_FAILURES_LIMIT: `${FAILURES}/minute`,
  };
  return Promise.resolve({ environment, headers: userOf('bystander').headers, pauseMs: 400 });
}

const limited = {
  error: { code: -32000, data: { reason: 'rate-limited', retryAfterSeconds: expect.any(Number) as number } },
};

const PATHS = [
  '/message',
  '/message/',
  '/MESSAGE',
  '/Messages',
  '/messages/',
  '/message?a=1',
  '/message?x=%2f',
  '/message?',
];

/** The same call, written another way each time. */
function callAgain(
  attacked: Attacked,
  { headers }: TestToken,
  count: number,
): Promise<{ status: number; json: unknown }> {
  const forged = `${count}.${count}.${count}.${count}`;
  const name = count % 2 ? 'authorization' : 'AUTHORIZATION';
  const authorization = headers['authorization']!.replace(/^Bearer/, count % 3 ? 'bearer' : 'BEARER');
  return attacked.post(PATHS[count % PATHS.length]!, callTool(count, 'nothing'), {
    [name]: authorization,
    'x-forwarded-for': forged,
    forwarded: `for=${forged}`,
    'x-real-ip': forged,
    'x-request-id': `other-${count}`,
  });
}

describeAttacks('Floods', prepare, (attacked) => {
  it('51 rate-limit bypass: every way of writing a request counts for the same caller', async () => {
    const statuses = [];
    for (let count = 0; count < RATE; count++)
      statuses.push((await callAgain(attacked(), userOf('mallory'), count)).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    for (let count = 0; count < 2 * PATHS.length; count++) {
      const { status, json } = await callAgain(attacked(), userOf('mallory'), count);
      expect([status, json]).toMatchObject([429, limited]);
    }
  });

  it('51 rate-limit bypass: new sessions and batches do not begin anew', async () => {
    const { headers } = userOf('trent');
    const batch = Array.from({ length: RATE }, (_, id) => callTool(id, 'nothing'));
    await attacked().post('/message', batch, { ...headers, 'mcp-protocol-version': '2025-03-26' });
    for (let count = 0; count < 3; count++) {
      await using stream = await attacked().stream('/sse', headers);
      const answer = await attacked().post(await stream.endpoint(), callTool(1, 'nothing'), headers);
      expect(answer.status).toBe(202);
      expect(await stream.responseTo(1)).toMatchObject(limited);
      const session = await attacked().session(headers);
      const posted = await attacked().post('/mcp', callTool(1, 'nothing'), session);
      expect([posted.status, posted.json]).toMatchObject([429, limited]);
      const alone = await postBy(STATELESS, attacked(), headers)(callTool(1, 'nothing'));
      const said = { error: { ...limited.error, code: 429 } };
      expect([alone.status, alone.json]).toMatchObject([429, said]);
    }
  });

  it('43 flood of initialize: it is refused before its bodies are read, and leaves nothing', async () => {
    const { headers } = userOf('eve');
    const initialize = rpc(1, 'initialize', {
      protocolVersion: '2025-11-25',
      clientInfo: { name: 'x'.repeat(1_000) },
    });
    const statuses: number[] = [];
    for (let round = 0; round < 24; round++) {
      const answers = Array.from({ length: 50 }, () => attacked().post('/message', initialize, headers));
      statuses.push(...(await Promise.all(answers)).map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(10 * RATE);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1_200 - 10 * RATE);
    for (const path of ['/message', '/mcp']) {
      const refused = await attacked().post(path, initialize, headers);
      expect([refused.status, Number(refused.headers['retry-after'])]).toEqual([429, expect.any(Number)]);
      expect(refused.headers['mcp-session-id']).toBeUndefined();
    }
    expect((await postBy(STATELESS, attacked(), headers)(rpc(1, 'ping'))).status).toBe(429);
    for (const path of ['/sse', '/'])
      expect(
        (await attacked().send(path, { headers: { ...headers, accept: 'text/event-stream' } })).status,
      ).toBe(429);
    // Only the bystander's.
    expect(await attacked().process.measure()).toMatchObject({ openStreams: 1 });
  });

  it('5 guessed tokens: after a few wrong ones the address is refused, and good ones are not', async () => {
    const statuses = [];
    for (let count = 0; count < FAILURES + 5; count++) {
      const headers = { authorization: `Bearer guess-${count}`, 'x-forwarded-for': `9.9.9.${count}` };
      statuses.push((await attacked().post('/message', rpc(1, 'ping'), headers)).status);
    }
    expect(statuses).toEqual([...Array<number>(FAILURES).fill(401), ...Array<number>(5).fill(429)]);
    expect((await attacked().post('/message', rpc(1, 'ping'), userOf('trent').headers)).status).toBe(200);
  });
});

describeAttacks('Readers', { environment: { MAX_BUFFERED_BYTES: '20000000' } }, (attacked) => {
  it('44 reader that stops: its stream is closed at the bound, and memory stays flat', async () => {
    const { process } = attacked();
    const before = await process.measure();
    await using slow = await attacked().stream();
    const path = await slow.endpoint();
    slow.pause();
    let status = 202;
    for (let id = 1; id <= 40 && status === 202; id++)
      ({ status } = await attacked().post(path, callTool(id, 'bulk')));
    expect(status).toBe(404);
    await process.waitForLog(({ msg }) => /bytes wait for a client that does not read/.test(String(msg)));
    await eventually(async () => (await process.measure()).openStreams === before.openStreams);
    expect((await process.measure()).rss - before.rss).toBeLessThan(64 * 1024 * 1024);
  });

  it('44 reader that stops: many of them together hold no more than all streams may', async () => {
    const { process } = attacked();
    const before = await process.measure();
    const streams = await Promise.all(Array.from({ length: 30 }, () => attacked().stream()));
    const paths = await Promise.all(streams.map((stream) => stream.endpoint()));
    for (const stream of streams) stream.pause();
    for (let id = 1; id <= 10; id++)
      await Promise.all(paths.map((path) => attacked().post(path, callTool(id, 'bulk'))));
    const after = await process.measure();
    expect(after.openStreams - before.openStreams).toBeLessThan(streams.length);
    expect(after.rss - before.rss).toBeLessThan(160 * 1024 * 1024);
    for (const stream of streams) stream.close();
    await eventually(async () => (await process.measure()).openStreams === before.openStreams);
  });
});
