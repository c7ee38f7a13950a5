import { Injectable, Optional } from '@nestjs/common';
import { callerKey } from '../callers/index.js';
import { type ProtocolError, UnavailableError, type Wire } from '../protocol/index.js';
import type { CallInFlight } from './call-in-flight.js';
import { CallOptions } from './call.options.js';

/** The calls of all peers: how many may run at once, and when none waits any more. */
@Injectable()
export class CallsInFlight {
  private readonly waiting = new Set<CallInFlight>();
  private readonly runningByCaller = new Map<string, number>();
  private readonly idleListeners = new Set<() => void>();
  private running = 0;
  private refusal: UnavailableError | undefined;

  constructor(@Optional() private readonly options: CallOptions = new CallOptions()) {}

  /** How many callers wait for an answer. */
  get count(): number {
    return this.waiting.size;
  }

  /** How many callers of one wire wait for an answer. */
  countOf(wire: Wire): number {
    let count = 0;
    for (const call of this.waiting) if (call.wire === wire) count++;
    return count;
  }

  /** From now on no call may enter: each gets `refusal` as its answer. */
  refuseNew(refusal: UnavailableError): void {
    this.refusal = refusal;
  }

  /**
   * Registers a call.
   * @returns what frees its place: the handler is done, or its time is up
   * @throws UnavailableError above a cap
   */
  enterCall(call: CallInFlight): () => void {
    if (this.refusal) throw this.refusal;
    const { peer } = call;
    const key = callerKey(call.source.caller);
    const ofCaller = this.runningByCaller.get(key) ?? 0;
    if (this.running >= this.options.maxCalls) throw tooMany('this server');
    if (ofCaller >= this.options.maxCallsPerPrincipal) throw tooMany('you');
    if (peer.running >= this.options.maxCallsPerSession) throw tooMany('this session');
    this.runningByCaller.set(key, ofCaller + 1);
    this.running++;
    peer.running++;
    peer.addCall(call.request.id, call);
    this.waiting.add(call);
    return () => {
      this.running--;
      peer.running--;
      this.release(key);
    };
  }

  /** The call needs no answer any more; its handler may still run. */
  settleCall(call: CallInFlight): void {
    if (!this.waiting.delete(call)) return;
    call.peer.removeCall(call.request.id);
    if (this.waiting.size > 0) return;
    for (const listener of this.idleListeners) listener();
    this.idleListeners.clear();
  }

  /** Resolves as soon as no caller waits for an answer. */
  whenIdle(): Promise<void> {
    if (this.waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleListeners.add(resolve));
  }

  /** Answers every waiting caller with `error`. */
  endAll(error: ProtocolError): void {
    for (const call of this.waiting) call.abort('shutdown', error);
  }

  private release(key: string): void {
    const left = (this.runningByCaller.get(key) ?? 1) - 1;
    if (left === 0) this.runningByCaller.delete(key);
    else this.runningByCaller.set(key, left);
  }
}

function tooMany(whose: string): UnavailableError {
  return new UnavailableError('overloaded', `Too many calls of ${whose} are running at once`, 1);
}
