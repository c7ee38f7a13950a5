import { Logger } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { ANONYMOUS } from '../callers/index.js';
import { type ErrorObject, type Params, ProtocolError, UnavailableError } from '../protocol/index.js';
import { CallGate, OpenCallGate } from './call-gate.js';
import { CallObserver, CallObservers } from './call-observer.js';
import type { Call, CallOutcome } from './call.js';
import { CallsInFlight } from './calls-in-flight.js';
import { HandlerRegistry } from './handler-registry.js';
import { Peer } from './peer.js';
import { Reply } from './reply.js';
import type { RequestContext } from './request-context.js';
import { RequestDispatcher } from './request-dispatcher.js';

class MemoryPeer extends Peer {
  readonly sessionId = undefined;
  readonly wire = undefined;
  push(): void {}
}

/** All that came for one request. */
class RecordedReply extends Reply {
  readonly notified: string[] = [];
  readonly ends: { message: unknown; error: ErrorObject | undefined }[] = [];

  notify(message: string): void {
    this.notified.push(message);
  }

  end(message?: string, error?: ErrorObject): void {
    this.ends.push({ message: message && JSON.parse(message), error });
  }
}

class RecordingObserver extends CallObserver {
  readonly outcomes: CallOutcome[] = [];

  callEnded(_call: Call, outcome: CallOutcome): void {
    this.outcomes.push(outcome);
  }
}

type Handle = (params: Params, context: RequestContext) => unknown;

/** Handlers as Nest's discovery would find them, and one more that answers at once. */
function handlersOf(handlers: Record<string, Handle>): HandlerRegistry {
  const all: Record<string, Handle> = { ...handlers, echo: (params) => params };
  const wrappers = Object.entries(all).map(([method, handle]) => ({ method, instance: { handle } }));
  const discovery = {
    getProviders: () => wrappers,
    getMetadataByDecorator: (_decorator: unknown, wrapper: { method: string }) => ({
      method: wrapper.method,
    }),
  };
  const registry = new HandlerRegistry(discovery as unknown as DiscoveryService);
  registry.onApplicationBootstrap();
  return registry;
}

function start(handlers: Record<string, Handle> = {}, gate: CallGate = new OpenCallGate(), timeoutMs = 200) {
  const observer = new RecordingObserver();
  const observers = new CallObservers();
  observers.add(observer);
  const calls = new CallsInFlight();
  const limits = {
    maxCalls: 9,
    maxCallsPerPrincipal: 9,
    maxCallsPerSession: 9,
    timeoutMs,
    autoProgressMs: 0,
  };
  const dispatcher = new RequestDispatcher(handlersOf(handlers), calls, observers, gate, limits);
  const peer = new MemoryPeer('2025-11-25');
  const source = { requestId: 'r', caller: { principal: ANONYMOUS, address: '127.0.0.1' } };
  const request = (id: number, method: string, params: Params = {}): RecordedReply => {
    const reply = new RecordedReply();
    dispatcher.dispatch({ kind: 'request', id, method, params }, { peer, reply, source });
    return reply;
  };
  const cancel = (requestId: number): void =>
    dispatcher.dispatch(
      { kind: 'notification', method: 'notifications/cancelled', params: { requestId } },
      { peer, reply: new RecordedReply(), source },
    );
  return { calls, peer, observer, request, cancel };
}

const internalError = { code: -32603, message: 'Internal error' };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('RequestDispatcher', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('ends the reply before it returns when nothing has to be waited for', () => {
    const { request, observer, calls, peer } = start();
    const { ends } = request(1, 'echo', { a: 1 });
    expect(ends).toEqual([{ message: { jsonrpc: '2.0', id: 1, result: { a: 1 } }, error: undefined }]);
    expect([observer.outcomes, calls.count, peer.calls.size, peer.running]).toEqual([['ok'], 0, 0, 0]);
  });

  it('ends the reply once, with nothing, when the call is cancelled', async () => {
    let finish: ((value: object) => void) | undefined;
    const { request, cancel, observer, peer } = start({
      wait: () => new Promise((resolve) => (finish = resolve)),
    });
    const { ends } = request(1, 'wait');
    cancel(1);
    cancel(1);
    expect([ends, peer.running]).toEqual([[{ message: undefined, error: undefined }], 1]);
    finish!({ late: true });
    await turn();
    expect([ends.length, observer.outcomes, peer.running]).toEqual([1, ['cancelled'], 0]);
  });

  it.each([
    ['an error of the protocol', () => new ProtocolError(-32602, 'No'), { code: -32602, message: 'No' }],
    ['any other error', () => new Error('secret'), internalError],
    ['nothing', () => undefined, internalError],
    ['an error whose data JSON cannot hold', () => new ProtocolError(-1, 'No', { n: 1n }), internalError],
  ])(
    'ends the reply with an error when a handler throws or rejects with %s',
    async (_what, thrown, error) => {
      const { request } = start({
        throws: () => {
          throw thrown() as Error;
        },
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        rejects: () => Promise.reject(thrown()),
      });
      const replies = [request(1, 'throws'), request(2, 'rejects')];
      await turn();
      for (const [index, { ends }] of replies.entries())
        expect(ends).toEqual([{ message: { jsonrpc: '2.0', id: index + 1, error }, error }]);
    },
  );

  it('ends the reply with an error when the result is nothing that JSON can hold', () => {
    const { request } = start({ big: () => ({ n: 1n }) });
    expect(request(1, 'big').ends).toMatchObject([{ error: internalError }]);
  });

  it('frees the place of a call that its gate refuses, at once or later', async () => {
    class ClosedGate extends CallGate {
      admitCall({ request }: Call): void | PromiseLike<void> {
        const refusal = new UnavailableError('rate-limited', 'Later', 1);
        if (request.params['soon']) throw refusal;
        return Promise.reject(refusal);
      }
    }
    const { request, observer, calls, peer } = start({}, new ClosedGate());
    const replies = [request(1, 'echo', { soon: true }), request(2, 'echo')];
    await turn();
    for (const { ends } of replies)
      expect(ends).toMatchObject([{ error: { data: { reason: 'rate-limited' } } }]);
    expect([observer.outcomes, calls.count, peer.running]).toEqual([['rate-limited', 'rate-limited'], 0, 0]);
  });

  it('does not run a call that was cancelled while its gate was asked', async () => {
    let open: (() => void) | undefined;
    class SlowGate extends CallGate {
      admitCall(): PromiseLike<void> {
        return new Promise((resolve) => (open = resolve));
      }
    }
    const runs: unknown[] = [];
    const { request, cancel, peer } = start({ run: () => runs.push('run') }, new SlowGate());
    const { ends } = request(1, 'run');
    cancel(1);
    open!();
    await turn();
    expect([runs, ends.length, peer.running]).toEqual([[], 1, 0]);
  });

  it('times out a call whose gate never answers, frees its place, and runs nothing when the gate answers later', async () => {
    let open: (() => void) | undefined;
    class SlowGate extends CallGate {
      admitCall(): PromiseLike<void> {
        return new Promise((resolve) => (open = resolve));
      }
    }
    const runs: unknown[] = [];
    const { request, observer, calls, peer } = start({ run: () => runs.push('run') }, new SlowGate(), 5);
    const { ends } = request(1, 'run');
    while (ends.length === 0) await turn();
    expect(ends).toMatchObject([{ error: { data: { reason: 'timeout' } } }]);
    expect([observer.outcomes, calls.count, peer.running]).toEqual([['timeout'], 0, 0]);
    open!();
    await turn();
    expect([runs, ends.length, peer.running]).toEqual([[], 1, 0]);
  });

  it('refuses an id that a waiting call has, and leaves that call alone', () => {
    const { request, peer } = start({ wait: () => new Promise(() => undefined) });
    const first = request(1, 'wait');
    expect(request(1, 'echo').ends).toMatchObject([{ error: { code: -32600 } }]);
    expect([first.ends, peer.calls.size]).toEqual([[], 1]);
  });

  it('ends a call whose time is up and tells its handler, which may still run', async () => {
    const aborted: unknown[] = [];
    const { request, observer, peer } = start(
      {
        wait: (_params, { signal }) =>
          new Promise(() => signal.addEventListener('abort', () => aborted.push(signal.reason))),
      },
      new OpenCallGate(),
      5,
    );
    const reply = request(1, 'wait');
    while (reply.ends.length === 0) await turn();
    expect(reply.ends).toMatchObject([{ error: { data: { reason: 'timeout' } } }]);
    expect([aborted, observer.outcomes, peer.running]).toMatchObject([
      [{ reason: 'timeout' }],
      ['timeout'],
      0,
    ]);
  });

  it('serves on when an observer fails', () => {
    const { request, observer } = start();
    observer.callEnded = () => {
      throw new Error('An observer that fails');
    };
    expect(request(1, 'echo').ends).toHaveLength(1);
    expect(request(1, 'echo').ends).toHaveLength(1);
  });

  it('sends no notification of a call that has ended', async () => {
    let notify: (() => void) | undefined;
    const { request, cancel } = start({
      wait: (_params, context) => {
        notify = () => context.notify('notifications/progress', { progress: 1 });
        notify();
        return new Promise(() => undefined);
      },
    });
    const reply = request(1, 'wait');
    cancel(1);
    notify!();
    expect(reply.notified).toHaveLength(1);
  });
});
