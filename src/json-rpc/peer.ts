import { hash } from 'node:crypto';
import {
  type AnyWire,
  type ClientCapabilities,
  ErrorCode,
  type Implementation,
  type LoggingLevel,
  type Params,
  ProtocolError,
  type ProtocolRevision,
  type RequestId,
  type ResponseMessage,
} from '../protocol/index.js';
import type { AbortReason } from './call.js';
import { type ClientAnswer, PendingRequests } from './pending-requests.js';

/** What a peer said of itself, and what was agreed with it. */
export interface PeerState {
  readonly revision: ProtocolRevision;
  readonly isInitialized: boolean;
  readonly client: Implementation | undefined;
  readonly capabilities: ClientCapabilities;
  /** The least severe log message that it wants; without one it wants none. */
  readonly loggingLevel: LoggingLevel | undefined;
}

/** A call that waits for its answer, as its peer knows it. */
export interface WaitingCall {
  abort(reason: AbortReason): void;
}

const NO_CAPABILITIES: ClientCapabilities = Object.freeze({});

/** The other side of a conversation, which is a session, a single POST or a pipe: what it said of itself, and the calls that it waits for. */
export abstract class Peer {
  /** `undefined` outside of a session. It is a secret: who reads it can speak for the session. */
  abstract readonly sessionId: string | undefined;

  /** The wire that its messages come by; `undefined` in memory. */
  abstract readonly wire: AnyWire | undefined;

  /** Calls that still wait for an answer, by the id that the peer gave them. */
  readonly calls: ReadonlyMap<RequestId, WaitingCall> = new Map();

  /** Calls whose handler still runs, answered or not. */
  running = 0;

  /** Whether there is a place for what belongs to no request, now or later. */
  readonly isHearing: boolean = true;

  private current: PeerState;
  private subscribed: Set<string> | undefined;
  private hash: string | undefined;
  private requests: PendingRequests | undefined;

  /** @param revision what is spoken until `initialize` agrees on one */
  constructor(revision: ProtocolRevision) {
    this.current = {
      revision,
      isInitialized: false,
      client: undefined,
      capabilities: NO_CAPABILITIES,
      loggingLevel: 'info',
    };
  }

  /** The resources that it wants to hear of when they change, by URI. They end with it; another process begins without. */
  get resourceSubscriptions(): Set<string> {
    this.subscribed ??= new Set();
    return this.subscribed;
  }

  /** Costs nothing where it has no subscriptions. */
  isSubscribedTo(uri: string): boolean {
    return this.subscribed?.has(uri) === true;
  }

  get state(): PeerState {
    return this.current;
  }

  /** What logs and traces tell sessions apart by, in place of the id. */
  get loggedId(): string | undefined {
    if (this.sessionId === undefined) return undefined;
    this.hash ??= hash('sha256', this.sessionId).slice(0, 12);
    return this.hash;
  }

  /** The one way that {@link state} changes; a promise where others have to keep it too. */
  update(patch: Partial<PeerState>): void | Promise<void> {
    this.current = { ...this.current, ...patch };
  }

  /** Sends a message that belongs to no request: a list has changed. Where there is no place for one it is dropped. */
  abstract push(message: string): void;

  /**
   * Asks the client something that belongs to no request of its own, by the way of {@link push}.
   * @param timeoutMs after which nothing is waited for any more
   * @returns what became of it; it never rejects
   */
  ask(method: string, params: Params, timeoutMs: number): Promise<ClientAnswer> {
    this.requests ??= new PendingRequests((message) => this.push(message));
    return this.requests.ask(method, params, timeoutMs);
  }

  /** Takes an answer of the client. @returns whether a request of ours waited for it */
  takeAnswer(response: ResponseMessage): boolean {
    return this.requests?.settle(response) ?? false;
  }

  /** The client is gone: every call that waits is aborted, and nothing that it was asked is waited for. */
  abortCalls(reason: AbortReason): void {
    this.requests?.end();
    for (const call of this.calls.values()) call.abort(reason);
  }

  /** @throws ProtocolError for an id by which something waits already */
  checkId(id: RequestId): void {
    if (this.calls.has(id))
      throw new ProtocolError(ErrorCode.InvalidRequest, 'This id is in use by a call in flight');
  }

  /** Aborts the call that has an id, where there is one. */
  cancel(id: unknown): void {
    this.calls.get(id as RequestId)?.abort('cancelled');
  }

  addCall(id: RequestId, call: WaitingCall): void {
    (this.calls as Map<RequestId, WaitingCall>).set(id, call);
  }

  removeCall(id: RequestId): void {
    (this.calls as Map<RequestId, WaitingCall>).delete(id);
    if (this.calls.size === 0) this.onIdle();
  }

  /** The last waiting call has ended. */
  protected onIdle(): void {}
}
