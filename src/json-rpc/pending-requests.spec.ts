import { PendingRequests } from './pending-requests.js';

/** Requests whose messages are kept. */
function start(): { requests: PendingRequests; ids: () => string[] } {
  const sent: string[] = [];
  const requests = new PendingRequests((message) => sent.push(message));
  return { requests, ids: () => sent.map((message) => (JSON.parse(message) as { id: string }).id) };
}

const LONG_MS = 60_000;

describe('PendingRequests', () => {
  it('gives each answer to the request of its id', async () => {
    const { requests, ids } = start();
    const [first, second] = [requests.ask('ping', {}, LONG_MS), requests.ask('ping', {}, LONG_MS)];
    const [one, two] = ids();
    expect(requests.settle({ kind: 'response', id: two!, error: { code: 1 } })).toBe(true);
    expect(requests.settle({ kind: 'response', id: one!, result: 5 })).toBe(true);
    expect(await first).toEqual({ kind: 'result', result: 5 });
    expect(await second).toEqual({ kind: 'error', error: { code: 1 } });
  });

  it('takes no answer twice, and none that it has not asked for', async () => {
    const { requests, ids } = start();
    const answer = requests.ask('ping', {}, LONG_MS);
    for (const id of [1, null, 'other', ids()[0]!.toUpperCase()])
      expect(requests.settle({ kind: 'response', id, result: {} })).toBe(false);
    const id = ids()[0]!;
    expect(requests.settle({ kind: 'response', id, result: {} })).toBe(true);
    expect(requests.settle({ kind: 'response', id, result: {} })).toBe(false);
    await answer;
  });

  it('waits for no longer than it may', async () => {
    const { requests, ids } = start();
    expect(await requests.ask('ping', {}, 5)).toEqual({ kind: 'unanswered', reason: 'timeout' });
    expect(requests.settle({ kind: 'response', id: ids()[0]!, result: {} })).toBe(false);
  });

  it('has at most 64 at once', async () => {
    const { requests, ids } = start();
    const waiting = Array.from({ length: 64 }, () => requests.ask('ping', {}, LONG_MS));
    expect(await requests.ask('ping', {}, LONG_MS)).toEqual({ kind: 'unanswered', reason: 'too-many' });
    expect(ids()).toHaveLength(64);
    requests.settle({ kind: 'response', id: ids()[0]!, result: {} });
    const next = requests.ask('ping', {}, LONG_MS);
    requests.end();
    const reasons = await Promise.all([...waiting.slice(1), next]);
    expect(new Set(reasons)).toEqual(new Set(reasons.map(() => ({ kind: 'unanswered', reason: 'ended' }))));
    expect(await requests.ask('ping', {}, LONG_MS)).toEqual({ kind: 'unanswered', reason: 'ended' });
    expect(ids()).toHaveLength(65);
  });
});
