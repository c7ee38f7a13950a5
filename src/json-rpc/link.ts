import { hash } from 'node:crypto';
import type {
  ClientCapabilities,
  ErrorObject,
  Implementation,
  LoggingLevel,
  Params,
  ProtocolRevision,
  ProtocolError,
  RequestId,
} from '../protocol/index.js';
import { encodeNotification } from './message-encoder.js';

/** Why nobody waits for a call's result any more. */
export type AbortReason = 'cancelled' | 'disconnected' | 'timeout' | 'shutdown';

/** A call that waits for its answer, as its link sees it. */
interface WaitingCall {
  abort(reason: AbortReason, error?: ProtocolError): void;
}

const NO_CAPABILITIES: ClientCapabilities = Object.freeze({});

/**
 * One conversation with a peer: a session, or a single POST. Holds what the peer said of itself, and the
 * calls it waits for. Transports extend it with the way messages go out.
 */
export abstract class Link {
  /** `undefined` for a single POST. Whoever reads it can speak for the session. */
  abstract readonly sessionId: string | undefined;

  isInitialized = false;
  client: Implementation | undefined;
  clientCapabilities: ClientCapabilities = NO_CAPABILITIES;
  loggingLevel: LoggingLevel = 'info';

  /** Calls that still wait for an answer, by the id the peer gave them. */
  readonly calls = new Map<RequestId, WaitingCall>();

  /** Calls whose handler still runs, answered or not. */
  running = 0;

  private hash: string | undefined;

  constructor(public revision: ProtocolRevision) {}

  /** What logs tell links apart by, in place of the id. */
  get loggedId(): string | undefined {
    if (this.sessionId === undefined) return undefined;
    this.hash ??= hash('sha256', this.sessionId).slice(0, 12);
    return this.hash;
  }

  /**
   * Takes one encoded JSON-RPC message to the peer, in the order of the calls.
   * @param error the `error` member, if the message has one: some transports have a status for it
   */
  abstract send(message: string, error?: ErrorObject): void;

  /** @throws TypeError for params that JSON cannot hold */
  notify(method: string, params: Params): void {
    this.send(encodeNotification(method, params));
  }

  /** Ends every waiting call: with `error` as its answer, or without one. */
  abortCalls(reason: AbortReason, error?: ProtocolError): void {
    for (const call of this.calls.values()) call.abort(reason, error);
  }

  /** The last waiting call was answered. */
  onIdle(): void {}
}
