import type { DiscoveryService } from '@nestjs/core';
import { ANONYMOUS } from '../callers/index.js';
import type { ErrorObject } from '../protocol/index.js';
import { CallGate, OpenCallGate } from './call-gate.js';
import { CallObserver, CallObservers } from './call-observer.js';
import type { CallTarget } from './call-target.js';
import type { Call, CallOutcome } from './call.js';
import { CallsInFlight } from './calls-in-flight.js';
import { ConcurrencyLimit } from './concurrency-limit.js';
import { HandlerRegistry } from './handler-registry.js';
import { Peer } from './peer.js';
import { Reply } from './reply.js';
import { RequestDispatcher } from './request-dispatcher.js';

class SilentPeer extends Peer {
  readonly sessionId = undefined;
  readonly wire = undefined;
  push(): void {}
}

class RecordedReply extends Reply {
  readonly ends: { error: ErrorObject | undefined }[] = [];
  notify(): void {}
  end(_message?: string, error?: ErrorObject): void {
    this.ends.push({ error });
  }
}

class RecordingObserver extends CallObserver {
  readonly seen: [CallOutcome, CallTarget | undefined][] = [];
  callEnded({ target }: Call, outcome: CallOutcome): void {
    this.seen.push([outcome, target]);
  }
}

const source = { requestId: 'r', caller: { principal: ANONYMOUS, address: '127.0.0.1' } };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One method, whose handler names a target. */
function start(handle: () => unknown, target: () => CallTarget, gate: CallGate = new OpenCallGate()) {
  const discovery = {
    getProviders: () => [{ instance: { handle, target } }],
    getMetadataByDecorator: () => ({ method: 'run' }),
  };
  const handlers = new HandlerRegistry(discovery as unknown as DiscoveryService);
  handlers.onApplicationBootstrap();
  const observer = new RecordingObserver();
  const observers = new CallObservers();
  observers.add(observer);
  const dispatcher = new RequestDispatcher(handlers, new CallsInFlight(), observers, gate);
  const peer = new SilentPeer('2025-11-25');
  const request = (id: number): RecordedReply => {
    const reply = new RecordedReply();
    dispatcher.dispatch({ kind: 'request', id, method: 'run', params: {} }, { peer, reply, source });
    return reply;
  };
  return { observer, request, dispatcher };
}

function targetOf(part: Partial<CallTarget>): CallTarget {
  return { kind: 'tool', name: 'add', access: { scopes: [], isPublic: true, guards: [] }, ...part };
}

describe('The target of a call', () => {
  it('is asked for once, and shown to gates and observers', () => {
    const add = targetOf({});
    let asked = 0;
    const seen: unknown[] = [];
    class LookingGate extends CallGate {
      admitCall({ target, knownMethod }: Call): void {
        seen.push(target, knownMethod);
      }
    }
    const name = (): CallTarget => (asked++, add);
    const { request, observer } = start(() => ({}), name, new LookingGate());
    request(1);
    expect([asked, seen, observer.seen]).toEqual([1, [add, 'run'], [['ok', add]]]);
  });

  it('refuses who may not use it, before the request is accepted and before it runs', () => {
    const runs: unknown[] = [];
    const target = targetOf({ access: { scopes: ['math'], isPublic: false, guards: [] } });
    const { request, observer, dispatcher } = start(
      () => runs.push('run'),
      () => target,
    );
    const message = 'More scopes are needed for tool add: math';
    expect(() => dispatcher.authorize({ kind: 'request', id: 1, method: 'run', params: {} }, source)).toThrow(
      message,
    );
    expect(request(1).ends).toMatchObject([{ error: { message } }]);
    expect([runs, observer.seen]).toEqual([[], [['insufficient-scope', target]]]);
  });

  it('limits how many run at once, and for how long; then its place is free', async () => {
    const target = targetOf({ timeoutMs: 5, concurrency: new ConcurrencyLimit(1, 'tool add') });
    const { request } = start(
      () => new Promise(() => undefined),
      () => target,
    );
    const first = request(1);
    const message = 'Too many calls of tool add are running at once';
    expect(request(2).ends).toMatchObject([{ error: { message } }]);
    while (first.ends.length === 0) await turn();
    expect(first.ends).toMatchObject([{ error: { data: { reason: 'timeout' } } }]);
    expect(request(3).ends).toEqual([]);
  });
});
