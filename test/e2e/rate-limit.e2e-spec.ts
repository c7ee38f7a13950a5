import { Injectable, Module } from '@nestjs/common';
import { Tool } from '../../src/index.js';
import { SamplesModule } from '../../src/samples/index.js';
import { BearerNamesModule } from '../support/auth/bearer-names.js';
import { eventually } from '../support/eventually.js';
import { startRookery } from '../support/servers/rookery.js';
import { HoldModule, heldCall } from '../support/tools/held-calls.js';
import { type Answer, callTool, post, rpc } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const echo = (id: number): object => callTool(id, 'echo', { message: 'hello' });

/** The statuses of so many calls, one after the other. */
async function statuses(count: number, call: (index: number) => Promise<Answer>): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index++) found.push((await call(index)).status);
  return found;
}

const taken = (found: readonly number[]): number => found.filter((status) => status === 200).length;

@Injectable()
class LimitedTools {
  @Tool({ rate: '2/minute' })
  rare(): string {
    return 'here';
  }

  @Tool({ rate: '9/minute' })
  frequent(): string {
    return 'here';
  }
}

@Module({ imports: [SamplesModule], providers: [LimitedTools] })
class LimitedModule {}

describe('RATE_LIMIT', () => {
  it('takes ten calls a minute where it is 10/minute, and says when to come again', async () => {
    await using server = await startRookery({ RATE_LIMIT: '10/minute' });
    const url = `${server.url}/message`;
    expect(await statuses(10, (id) => post(url, echo(id)))).toEqual(Array(10).fill(200));
    const refused = await post(url, echo(11));
    const retryAfterSeconds = Number(refused.headers['retry-after']);
    expect(retryAfterSeconds).toBeGreaterThan(50);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    expect([refused.status, refused.json]).toEqual([
      429,
      {
        jsonrpc: '2.0',
        id: 11,
        error: {
          code: -32000,
          message: 'Rate limit: at most 10 requests in 60 s',
          data: { reason: 'rate-limited', retryAfterSeconds },
        },
      },
    ]);
    const others = [rpc(1, 'ping'), rpc(2, 'initialize'), { jsonrpc: '2.0', id: 3, result: {} }];
    expect(await statuses(3, (index) => post(url, others[index]))).toEqual([200, 200, 202]);
  });

  it('takes a call again after the time of Retry-After', async () => {
    await using server = await startRookery({ RATE_LIMIT: '5/second' });
    const url = `${server.url}/message`;
    const answers = await Promise.all(Array.from({ length: 6 }, (_, id) => post(url, echo(id))));
    const refusedAtMs = performance.now();
    expect(taken(answers.map(({ status }) => status))).toBe(5);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.headers['retry-after']).toBe('1');
    await eventually(() => performance.now() > refusedAtMs + 1_000);
    expect(await statuses(1, () => post(url, echo(7)))).toEqual([200]);
  });

  it('counts by address, which X-Forwarded-For does not change', async () => {
    await using server = await startRookery({ RATE_LIMIT: '4/minute' });
    const url = `${server.url}/message`;
    const names = ['x-forwarded-for', 'X-Forwarded-For', 'X-FORWARDED-FOR', 'forwarded', 'x-real-ip'];
    const call = (id: number): Promise<Answer> =>
      post(url, echo(id), { [names[id % names.length]!]: `203.0.113.${id}` });
    expect(taken(await statuses(10, call))).toBe(4);
  });

  it('counts by the address that trusted proxies name, and IPv6 by /64', async () => {
    await using server = await startRookery({ RATE_LIMIT: '2/minute', TRUST_PROXY: '1' });
    const call = (address: string, id: number): Promise<Answer> =>
      post(`${server.url}/message`, echo(id), { 'x-forwarded-for': address });
    const from = (address: (id: number) => string): Promise<number[]> =>
      statuses(6, (id) => call(address(id), id));
    expect(taken(await from((id) => `203.0.113.${id}`))).toBe(6);
    expect(taken(await from((id) => `198.51.100.${id}, 192.0.2.1`))).toBe(2);
    expect(taken(await from((id) => `2001:db8:0:1::${id}`))).toBe(2);
    expect(taken(await from((id) => `2001:db8:0:${id + 2}::1`))).toBe(6);
  });

  it('counts by principal, whatever its address', async () => {
    await using server = await startRookery({ RATE_LIMIT: '3/minute', TRUST_PROXY: '1' }, BearerNamesModule);
    const of =
      (name: string) =>
      (id: number): Promise<Answer> =>
        post(`${server.url}/message`, echo(id), {
          authorization: `Bearer ${name}`,
          'x-forwarded-for': `203.0.113.${id}`,
        });
    expect(taken(await statuses(6, of('ann')))).toBe(3);
    expect(taken(await statuses(6, of('bob')))).toBe(3);
  });

  it('has one count for all spellings of a path', async () => {
    await using server = await startRookery({ RATE_LIMIT: '3/minute' });
    const paths = ['/message', '//message', '/message/', '/%6dessage', '/messages', '/message?', '/MESSAGE'];
    const found = await statuses(21, (id) => post(server.url + paths[id % paths.length]!, echo(id)));
    expect(taken(found)).toBe(3);
    expect(await statuses(2, (id) => post(`${server.url}/messages`, echo(id)))).toEqual([429, 429]);
  });

  it('can be off', async () => {
    await using server = await startRookery({ RATE_LIMIT: 'off' });
    const answers = await Promise.all(
      Array.from({ length: 700 }, (_, id) => post(`${server.url}/message`, echo(id))),
    );
    expect(taken(answers.map(({ status }) => status))).toBe(700);
  });
});

describe('RATE_LIMIT in a session', () => {
  it('is told on the stream, while pings, answers and cancellations go on', async () => {
    await using server = await startRookery({ RATE_LIMIT: '2/minute' }, HoldModule);
    await using stream = await SseStream.open(`${server.url}/sse`);
    const endpoint = await stream.endpoint();
    await post(endpoint, rpc(1, 'initialize', {}));
    await post(endpoint, callTool(2, 'hold', { name: 'limited' }));
    const held = await heldCall('limited');
    await post(endpoint, echo(3));
    const refused = await post(endpoint, echo(4));
    expect([refused.status, refused.text]).toEqual([202, '']);
    expect(await stream.responseTo(4)).toMatchObject({
      id: 4,
      error: {
        code: -32000,
        data: { reason: 'rate-limited', retryAfterSeconds: expect.any(Number) as number },
      },
    });
    await post(endpoint, rpc(5, 'ping'));
    expect(await stream.responseTo(5)).toEqual({ jsonrpc: '2.0', id: 5, result: {} });
    await post(endpoint, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
    await eventually(() => held.context.signal.aborted);
  });

  it('is not reset by another session', async () => {
    await using server = await startRookery({ RATE_LIMIT: '2/minute' });
    const reasons: unknown[] = [];
    for (let id = 1; id <= 4; id++) {
      await using stream = await SseStream.open(`${server.url}/sse`);
      await post(await stream.endpoint(), echo(id));
      const { error } = (await stream.responseTo(id)) as { error?: { data: { reason: string } } };
      reasons.push(error?.data.reason);
    }
    expect(reasons).toEqual([undefined, undefined, 'rate-limited', 'rate-limited']);
    expect((await post(`${server.url}/message`, echo(5))).status).toBe(429);
  });
});

describe('The rate of a tool', () => {
  it('is its own, and a call that it refuses does not count for its caller', async () => {
    await using server = await startRookery({ RATE_LIMIT: '5/minute' }, LimitedModule);
    const url = `${server.url}/message`;
    const found = await statuses(8, (id) => post(url, callTool(id, 'rare')));
    expect([found[0], found[1], taken(found)]).toEqual([200, 200, 2]);
    const refused = await post(url, callTool(1, 'rare'));
    expect(refused.json).toMatchObject({
      error: { message: 'Rate limit: at most 2 calls of tool rare in 60 s' },
    });
    expect(await statuses(4, (id) => post(url, echo(id)))).toEqual([200, 200, 200, 429]);
  });

  it('is TOOL_RATE_LIMIT where it has none, for each caller and tool', async () => {
    const environment = { TOOL_RATE_LIMIT: '1/minute', RATE_LIMIT: 'off', TRUST_PROXY: '1' };
    await using server = await startRookery(environment, LimitedModule);
    const call = (name: string, args: object, address: string) => (): Promise<Answer> =>
      post(`${server.url}/message`, callTool(1, name, args), { 'x-forwarded-for': address });
    expect(await statuses(2, call('echo', { message: 'x' }, '192.0.2.1'))).toEqual([200, 429]);
    expect(await statuses(2, call('add', { a: 1, b: 2 }, '192.0.2.1'))).toEqual([200, 429]);
    expect(await statuses(2, call('echo', { message: 'x' }, '192.0.2.2'))).toEqual([200, 429]);
    expect(await statuses(4, call('rare', {}, '192.0.2.1'))).toEqual([200, 200, 429, 429]);
    expect(taken(await statuses(12, call('frequent', {}, '192.0.2.1')))).toBe(9);
    const lists = await statuses(5, () => post(`${server.url}/message`, rpc(1, 'tools/list')));
    expect(taken(lists)).toBe(5);
  });
});
