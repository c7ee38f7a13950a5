import { linesOf, newToken } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { callTool, rpc } from '../support/wire/http.js';
import { newKey, sessionOf } from '../support/wire/resume.js';
import type { SseStream } from '../support/wire/sse-stream.js';
import { listen } from '../support/wire/stateless.js';
import { type Attacked, describeAttacks } from './support/attacked.js';

const SMALL_HEAP = '--max-old-space-size=256';
const MEBIBYTE = 1024 * 1024;

const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

async function leaveAll(attacked: Attacked, streams: readonly SseStream[]): Promise<void> {
  for (const stream of streams) stream.close();
  // The bystander's remains.
  await eventually(async () => (await attacked.process.ask('streams')) === 1);
}

type OpenStream = (attacked: Attacked, headers: Record<string, string>) => Promise<SseStream>;

const openSse: OpenStream = (attacked, headers) => attacked.stream('/sse', headers);
const openListening: OpenStream = (attacked, headers) => listen(`${attacked.url}/mcp`, {}, headers);

/** Opens streams one after another. @returns those that were let in, and the statuses of the others */
async function openMany(
  attacked: Attacked,
  count: number,
  headersOf: (index: number) => Record<string, string>,
  open: OpenStream = openSse,
): Promise<{ opened: SseStream[]; refused: number[] }> {
  const streams: SseStream[] = [];
  for (let index = 0; index < count; index++) streams.push(await open(attacked, headersOf(index)));
  const opened = streams.filter(({ status }) => status === 200);
  return { opened, refused: streams.map(({ status }) => status).filter((status) => status !== 200) };
}

describeAttacks('Small heaps', { environment: { NODE_OPTIONS: SMALL_HEAP } }, (attacked) => {
  it('61 outboxes without end: 200 sessions with a large result each are no more than REPLAY_TOTAL_BYTES', async () => {
    const sessions: { key: string; id: string }[] = [];
    for (let count = 0; count < 200; count++) {
      const key = newKey();
      await using stream = await attacked().stream(`/sse?resume=${key}`);
      const path = await stream.endpoint();
      await leaveAll(attacked(), [stream]);
      expect((await attacked().post(path, callTool(1, 'bulk'))).status).toBe(202);
      sessions.push({ key, id: await sessionOf(stream) });
    }
    expect((await attacked().process.measure()).heapUsed).toBeLessThan(150 * MEBIBYTE);
    const [first, last] = [sessions[0]!, sessions.at(-1)!];
    await using lost = await attacked().stream(`/sse?resume=${first.key}`);
    expect([lost.status, (await sessionOf(lost)) === first.id]).toEqual([200, false]);
    await using kept = await attacked().stream(`/sse?resume=${last.key}`);
    expect(await sessionOf(kept)).toBe(last.id);
    await kept.responseTo(1);
    await leaveAll(attacked(), [lost, kept]);
  });
});

const users = new Map(['bystander', 'eve', 'ann'].map((name) => [name, newToken(name)]));
const headersOf = (name: string): Record<string, string> => users.get(name)!.headers;

describeAttacks(
  'Waiting sessions',
  {
    environment: {
      AUTH: 'bearer',
      PUBLIC_URL: 'https://mcp.example',
      AUTH_TOKENS: linesOf(...users.values()),
      MAX_SESSIONS_PER_PRINCIPAL: '5',
    },
    headers: headersOf('bystander'),
  },
  (attacked) => {
    it('62 sessions that only wait: they count for their principal, and end before those of others', async () => {
      const leave = async (name: string): Promise<{ key: string; id: string }> => {
        const key = newKey();
        await using stream = await attacked().stream(`/sse?resume=${key}`, headersOf(name));
        const id = await sessionOf(stream);
        await leaveAll(attacked(), [stream]);
        return { key, id };
      };
      const statusOf = async (name: string, { id }: { id: string }): Promise<number> =>
        (await attacked().post(`/message?sessionId=${id}`, rpc(1, 'ping'), headersOf(name))).status;
      const victim = await leave('ann');
      const waiting: { key: string; id: string }[] = [];
      for (let count = 0; count < 20; count++) waiting.push(await leave('eve'));
      const statuses: number[] = [];
      for (const session of waiting) statuses.push(await statusOf('eve', session));
      expect(statuses).toEqual([...Array<number>(15).fill(404), ...Array<number>(5).fill(202)]);
      expect(await statusOf('ann', victim)).toBe(202);
      const back = await attacked().stream(`/sse?resume=${waiting.at(-1)!.key}`, headersOf('eve'));
      expect(await sessionOf(back)).toBe(waiting.at(-1)!.id);
      const { opened, refused } = await openMany(attacked(), 6, () => headersOf('eve'));
      expect([opened.length, refused]).toEqual([4, [503, 503]]);
      expect(await statusOf('eve', waiting.at(-2)!)).toBe(404);
      await leaveAll(attacked(), [back, ...opened]);
    });
  },
);

describeAttacks(
  'Addresses without a principal',
  { environment: { MAX_SESSIONS: '20', MAX_STREAMS: '20', TRUST_PROXY: '1' } },
  (attacked) => {
    it.each([
      ['an IPv4 address', () => from('203.0.113.7'), from('203.0.113.8'), openSse],
      [
        'an IPv6 /64',
        (index: number) => from(`2001:db8:1:2::${index.toString(16)}`),
        from('2001:db8:1:3::1'),
        openSse,
      ],
      ['an IPv4 address that listens', () => from('203.0.113.7'), from('203.0.113.8'), openListening],
    ])(
      '63 streams without end: %s gets a quarter, and others theirs',
      async (_name, headers, other, open) => {
        for (let round = 0; round < 2; round++) {
          const { opened, refused } = await openMany(attacked(), 8, headers, open);
          expect([opened.length, refused]).toEqual([5, [503, 503, 503]]);
          await using another = await open(attacked(), other);
          expect(another.status).toBe(200);
          await leaveAll(attacked(), [...opened, another]);
        }
      },
    );

    it('63 streams without end: sessions that wait count for the address too', async () => {
      const ids: string[] = [];
      for (let count = 0; count < 7; count++) {
        await using stream = await attacked().stream(`/sse?resume=${newKey()}`, from('203.0.113.9'));
        ids.push(await sessionOf(stream));
        await leaveAll(attacked(), [stream]);
      }
      const statuses: number[] = [];
      for (const id of ids)
        statuses.push((await attacked().post(`/message?sessionId=${id}`, rpc(1, 'ping'))).status);
      expect(statuses).toEqual([404, 404, 202, 202, 202, 202, 202]);
    });

    it('63 streams without end: a session that comes back from elsewhere counts there', async () => {
      const path = `/sse?resume=${newKey()}`;
      await using first = await attacked().stream(path, from('203.0.113.10'));
      const { opened } = await openMany(attacked(), 5, () => from('203.0.113.11'));
      await using refused = await attacked().stream(path, from('203.0.113.11'));
      expect([refused.status, first.isEnded]).toEqual([503, false]);
      await using moved = await attacked().stream(path, from('203.0.113.12'));
      expect(await sessionOf(moved)).toBe(await sessionOf(first));
      await using back = await attacked().stream(path, from('203.0.113.11'));
      expect(back.status).toBe(503);
      const { opened: again, refused: none } = await openMany(attacked(), 5, () => from('203.0.113.10'));
      expect([again.length, none]).toEqual([5, []]);
      await leaveAll(attacked(), [first, moved, ...opened, ...again]);
    });

    it('63 streams without end: loopback may have them all', async () => {
      const { opened, refused } = await openMany(attacked(), 21, () => ({}));
      expect([opened.length, refused]).toEqual([19, [503, 503]]);
      await leaveAll(attacked(), opened);
    });

    it('64 streams behind a proxy: where it is believed, no refusal speaks of it', async () => {
      const { opened } = await openMany(attacked(), 5, () => from('203.0.113.20'));
      const refused = await attacked().send('/sse', { headers: from('203.0.113.20') });
      expect([refused.status, refused.text]).toEqual([503, expect.not.stringContaining('TRUST_PROXY')]);
      await leaveAll(attacked(), opened);
    });
  },
);

describeAttacks(
  'Proxies that are not believed',
  { environment: { MAX_SESSIONS_PER_ADDRESS: '4', MAX_STREAMS_PER_ADDRESS: '3' } },
  (attacked) => {
    it('64 streams behind a proxy: all count for the proxy, and the refusal says which setting is missing', async () => {
      const { opened } = await openMany(attacked(), 3, (index) => from(`203.0.113.${index}`));
      expect(opened).toHaveLength(2);
      const proxied = await attacked().send('/sse', { headers: from('203.0.113.9') });
      expect([proxied.status, proxied.json]).toMatchObject([
        503,
        { error: { code: -32000, data: { reason: 'overloaded', retryAfterSeconds: 5 } } },
      ]);
      expect(proxied.text).toContain('TRUST_PROXY');
      const direct = await attacked().send('/sse');
      expect([direct.status, direct.text]).toEqual([503, expect.not.stringContaining('TRUST_PROXY')]);
      await leaveAll(attacked(), opened);
    });
  },
);
