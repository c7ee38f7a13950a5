import { ANONYMOUS, type Caller } from '../callers/index.js';
import { type ErrorObject, ProtocolError, type RequestId, UnavailableError } from '../protocol/index.js';
import { CallInFlight } from './call-in-flight.js';
import type { CallOutcome } from './call.js';
import { CallsInFlight } from './calls-in-flight.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { ResultEncoder } from './result-encoder.js';
import { EncodedResult } from './message-encoder.js';
import { Peer } from './peer.js';
import { Reply } from './reply.js';

class MemoryPeer extends Peer {
  readonly sessionId = undefined;
  readonly wire = undefined;
  push(): void {}
}

class LastReply extends Reply {
  readonly notified: unknown[] = [];
  readonly ends: { message: unknown; error: ErrorObject | undefined }[] = [];

  notify(message: string): void {
    this.notified.push(JSON.parse(message));
  }

  end(message?: string, error?: ErrorObject): void {
    this.ends.push({ message: message && JSON.parse(message), error });
  }
}

const ANYBODY: Caller = { principal: ANONYMOUS, address: '127.0.0.1' };
const callerNamed = (id: string): Caller => ({ principal: { id, scopes: [] }, address: '127.0.0.1' });

/** Calls as a dispatcher makes them, without what it asks handlers and gates. */
function newCalls(
  limits: Partial<Record<'maxCalls' | 'maxCallsPerPrincipal' | 'maxCallsPerSession', number>> = {},
) {
  const calls = new CallsInFlight({
    maxCalls: 9,
    maxCallsPerPrincipal: 9,
    maxCallsPerSession: 9,
    autoProgressMs: 0,
    timeoutMs: 1_000,
    ...limits,
  });
  const outcomes: CallOutcome[] = [];
  const begin = (id: RequestId, peer: Peer = new MemoryPeer('2025-11-25'), caller = ANYBODY) => {
    const reply = new LastReply();
    const exchange = { peer, reply, source: { requestId: `request ${id}`, caller } };
    const call = new CallInFlight(
      { kind: 'request', id, method: 'echo', params: {} },
      exchange,
      undefined,
      new ResultEncoder(),
      (one, outcome) => {
        outcomes.push(outcome);
        calls.settleCall(one);
      },
    );
    return { call, reply };
  };
  return { calls, begin, outcomes };
}

describe('A call in flight', () => {
  it.each<[string, (call: CallInFlight) => void, CallOutcome, object]>([
    ['a result', (call) => call.answer({ a: 1 }), 'ok', { result: { a: 1 } }],
    [
      'a failed tool',
      (call) => call.answer(new EncodedResult('{"isError":true}', true)),
      'tool-error',
      { result: { isError: true } },
    ],
    [
      'what JSON cannot hold',
      (call) => call.answer({ big: 1n }),
      'error',
      { error: { code: -32603, message: 'Internal error' } },
    ],
    [
      'an error for peers',
      (call) => call.fail(new ProtocolError(-32602, 'No')),
      'error',
      { error: { code: -32602, message: 'No' } },
    ],
    [
      'a failure, masked',
      (call) => call.fail(new Error('secret')),
      'error',
      { error: { code: -32603, message: 'Internal error' } },
    ],
    [
      'a refusal',
      (call) => call.fail(new UnavailableError('overloaded', 'Busy', 1)),
      'overloaded',
      { error: { code: -32000, message: 'Busy' } },
    ],
    [
      'an abort with words',
      (call) => call.abort('timeout', new UnavailableError('timeout', 'Late')),
      'timeout',
      { error: { message: 'Late' } },
    ],
  ])('ends once with %s', (_what, end, outcome, message) => {
    const { begin, outcomes } = newCalls();
    const { call, reply } = begin(1);
    end(call);
    call.answer({ again: true });
    call.fail(new Error('again'));
    call.abort('cancelled');
    call.notify('late', {});
    expect(reply.ends.map((one) => one.message)).toEqual([expect.objectContaining({ id: 1 })]);
    expect(reply.ends[0]!.message).toMatchObject(message);
    expect([outcomes, reply.notified, call.hasEnded]).toEqual([[outcome], [], true]);
  });

  it('ends without a word when it is cancelled, and tells its handler', () => {
    const { begin } = newCalls();
    const { call, reply } = begin(1);
    const { signal } = call;
    call.abort('cancelled');
    expect(reply.ends).toEqual([{ message: undefined, error: undefined }]);
    expect([signal.aborted, (signal.reason as { reason: string }).reason]).toEqual([true, 'cancelled']);
  });

  it('shows a handler that asks late that it was aborted', () => {
    const { begin } = newCalls();
    const { call } = begin(1);
    call.abort('disconnected');
    expect(call.signal.aborted).toBe(true);
  });
});

describe('The calls in flight', () => {
  it.each([
    ['maxCalls', 'this server', () => [new MemoryPeer('2025-11-25'), callerNamed('bob')] as const],
    ['maxCallsPerPrincipal', 'you', () => [new MemoryPeer('2025-11-25'), callerNamed('ann')] as const],
  ] as const)('have %s', (limit, whose, other) => {
    const { calls, begin } = newCalls({ [limit]: 1 });
    const leave = calls.enterCall(begin(1, undefined, callerNamed('ann')).call);
    const next = begin(2, ...other()).call;
    expect(() => calls.enterCall(next)).toThrow(`Too many calls of ${whose} are running at once`);
    leave();
    expect(() => calls.enterCall(next)).not.toThrow();
  });

  it('have a bound for each session, and others go on', () => {
    const { calls, begin } = newCalls({ maxCallsPerSession: 1 });
    const peer = new MemoryPeer('2025-11-25');
    calls.enterCall(begin(1, peer).call);
    expect(() => calls.enterCall(begin(2, peer).call)).toThrow('Too many calls of this session');
    expect(() => calls.enterCall(begin(3).call)).not.toThrow();
  });

  it('hold the place of a call whose caller does not wait any more until its handler is done', () => {
    const { calls, begin } = newCalls({ maxCalls: 1 });
    const { call } = begin(1);
    const leave = calls.enterCall(call);
    call.abort('cancelled');
    expect(calls.count).toBe(0);
    expect(() => calls.enterCall(begin(2).call)).toThrow('Too many calls');
    leave();
    expect(() => calls.enterCall(begin(3).call)).not.toThrow();
  });

  it('are idle once no caller waits', async () => {
    const { calls, begin } = newCalls();
    const [one, other] = [begin(1), begin(2)];
    calls.enterCall(one.call);
    calls.enterCall(other.call);
    let isIdle = false;
    const idle = calls.whenIdle().then(() => (isIdle = true));
    one.call.answer({});
    await Promise.resolve();
    expect(isIdle).toBe(false);
    calls.endAll(new UnavailableError('outcome-unknown', 'Stopped'));
    await idle;
    expect([calls.count, other.reply.ends[0]!.error?.message]).toEqual([0, 'Stopped']);
  });

  it('take no more once new ones are refused', () => {
    const { calls, begin } = newCalls();
    calls.refuseNew(new UnavailableError('draining', 'Leaving', 1));
    expect(() => calls.enterCall(begin(1).call)).toThrow('Leaving');
  });
});

describe('A concurrency limit', () => {
  it('has as many places as it says, and takes calls again after one left', () => {
    const limit = new ConcurrencyLimit(2, 'tool add');
    limit.enterCall();
    limit.enterCall();
    expect(() => limit.enterCall()).toThrow('Too many calls of tool add are running at once');
    limit.leave();
    expect(() => limit.enterCall()).not.toThrow();
  });
});
