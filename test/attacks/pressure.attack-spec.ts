import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { ROOT } from '../support/servers/server-process.js';
import { readSamples } from '../support/telemetry/metrics.js';
import { type Answer, callTool, rpc, send } from '../support/wire/http.js';
import { type Attacked, describeAttacks, type Setup } from './support/attacked.js';
import { JwtSetup } from './support/jwt.setup.js';
import { postBy, STATELESS } from './support/post-routes.js';

const BATCH = Array.from({ length: 100 }, (_, id) => callTool(id, 'nothing'));

/** Each of its calls makes a line of 300 bytes. */
async function makeLines(attacked: Attacked): Promise<number> {
  const headers = { 'mcp-protocol-version': '2025-03-26', 'x-request-id': 'r'.repeat(128) };
  for (let count = 0; count < 20; count++) await attacked.post('/message', BATCH, headers);
  const { text } = await attacked.send('/metrics');
  return readSamples(text).get('rookery_log_lines_dropped_total') ?? 0;
}

const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=256' };

describeAttacks('Readers of the log', { environment: SMALL_HEAP }, (attacked) => {
  it('75 log that nobody reads: lines are dropped and counted, memory is flat, and it is told', async () => {
    const { process } = attacked();
    await makeLines(attacked());
    const before = await process.measure();
    process.stallLog();
    await eventually(
      () => makeLines(attacked()),
      (dropped) => dropped > 5_000,
      50_000,
    );
    expect((await process.measure()).rss - before.rss).toBeLessThan(64 * 1024 * 1024);
    process.readLog();
    const { droppedLines } = await process.waitForLog(({ msg }) =>
      String(msg).startsWith('log lines were dropped'),
    );
    expect(droppedLines).toBeGreaterThan(0);
  });
});

let setup: JwtSetup;

/** Ten times as many HTTP requests may come from one address. */
const RATE = 100;

async function prepare(): Promise<Setup> {
  setup = await JwtSetup.start();
  const served = await setup.serve({
    RATE_LIMIT: `${RATE}/minute`,
    AUTH_FAILURES_LIMIT: 'off',
    REQUIRED_SCOPES: 'birds',
  });
  return { ...served, headers: await setup.headersOf('bystander', { scope: 'birds' }), pauseMs: 800 };
}

type Ask = (attacked: Attacked) => Promise<Answer>;

const get =
  (path: string, headers: Record<string, string> = {}, method = 'GET'): Ask =>
  (attacked) =>
    attacked.send(path, { method, headers });

const PREFLIGHT = { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' };

/** Ways to be refused, or to cost something, without ever being let in. */
function refusals(): [status: number, ask: Ask][] {
  return [
    [403, get('/sse', { host: 'evil.example' })],
    [403, get('/', { host: 'evil.example' })],
    [403, get('/sse', { origin: 'https://evil.example' })],
    [403, async (attacked) => attacked.post('/message', rpc(1, 'ping'), await setup.headersOf('eve'))],
    [403, get('/mcp', { host: 'evil.example' })],
    [403, get('/mcp', { origin: 'https://evil.example' }, 'DELETE')],
    [403, async (attacked) => attacked.post('/mcp', rpc(1, 'ping'), await setup.headersOf('eve'))],
    [403, async (attacked) => postBy(STATELESS, attacked, await setup.headersOf('eve'))(rpc(1, 'ping'))],
    [404, get('/nothing')],
    [404, get('/.well-known/oauth-protected-resource/nothing')],
    [405, get('/.well-known/oauth-protected-resource', {}, 'DELETE')],
  ];
}

describeAttacks('Refusals of the edge', prepare, (attacked) => {
  afterAll(() => setup.stop());

  it('76 refusals without end: each counts for its address, and the log has few lines of them', async () => {
    for (const [status, ask] of refusals())
      expect([status, (await ask(attacked())).status]).toEqual([status, status]);
    const statuses: number[] = [];
    for (let round = 0; round < 25; round++) {
      const answers = Array.from({ length: 50 }, () => get('/sse', { host: 'evil.example' })(attacked()));
      statuses.push(...(await Promise.all(answers)).map(({ status }) => status));
    }
    expect(new Set(statuses)).toEqual(new Set([403, 429]));
    expect(statuses.filter((status) => status === 403).length).toBeLessThan(10 * RATE);
    for (const [status, ask] of refusals()) {
      const answer = await ask(attacked());
      expect([status, answer.status, answer.headers['retry-after']]).toEqual([
        status,
        429,
        expect.stringMatching(/^\d+$/),
      ]);
    }
    // Preflights of allowed pages have a limit apart from what is refused, and have one.
    const preflights: number[] = [];
    for (let count = 0; count <= 10 * RATE; count++)
      preflights.push((await get('/message', PREFLIGHT, 'OPTIONS')(attacked())).status);
    expect([preflights[0], preflights.at(-1)]).toEqual([204, 429]);
    for (const path of ['/health', '/health/live', '/health/ready'])
      expect((await attacked().send(path)).status).toBe(200);
    const lines = attacked().process.log.filter(({ msg }) => msg === 'request denied');
    expect(lines.length).toBeLessThanOrEqual(2 * 100);
  });

  it('77 scrapes without end: they are refused before anybody is asked who they are', async () => {
    const headers = await setup.headersOf('prometheus', { scope: 'metrics birds' });
    expect((await attacked().send('/metrics', { headers })).status).toBe(200);
    const statuses: number[] = [];
    for (let count = 0; count < 150; count++)
      statuses.push((await attacked().send('/metrics', { headers: count % 2 ? headers : {} })).status);
    expect(statuses.slice(-20)).toEqual(Array(20).fill(429));
  });
});

const PAIR = join(ROOT, 'test', 'support', 'wire', 'tls');
const TLS = {
  TLS_CERT_FILE: join(PAIR, 'certificate.pem'),
  TLS_KEY_FILE: join(PAIR, 'key.pem'),
  HEADERS_TIMEOUT_SECONDS: '2',
  REQUEST_TIMEOUT_SECONDS: '4',
};

/** The first bytes of a ClientHello of 512 bytes: RFC 8446, section 5.1. */
const HALF_HELLO = Buffer.from('1603010200010001fc0303', 'hex');

describeAttacks('Handshakes', { environment: TLS }, (attacked) => {
  it.each([
    ['says nothing', () => attacked().raw()],
    ['sends half a ClientHello', () => attacked().raw(HALF_HELLO)],
    ['sends no request after it', () => attacked().raw('', true)],
  ])('78 TLS handshake without end: one that %s is closed', async (_name, connect) => {
    await connect().ended();
  });
});

const DESCRIPTORS = { descriptors: 512, environment: { MANAGEMENT_PORT: '0' } };

describeAttacks('Descriptors', DESCRIPTORS, (attacked) => {
  it('79 more connections than descriptors: clients are refused, and probes are answered', async () => {
    const { process } = attacked();
    const management = await process.managementUrl();
    await process.waitForLog(({ msg }) => String(msg).startsWith('The process may open 512 files: 384'));
    const connections = Array.from({ length: 800 }, () => attacked().raw());
    await eventually(() => connections.filter(({ isClosed }) => isClosed).length >= 800 - 384);
    for (const path of ['/health/live', '/health/ready', '/metrics'])
      expect((await send(management + path)).status).toBe(200);
    expect(connections.some(({ isClosed }) => !isClosed)).toBe(true);
  });
});
