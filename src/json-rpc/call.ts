import type { Caller, MessageSource, Principal } from '../callers/index.js';
import type {
  AccessDenial,
  Implementation,
  ProtocolRevision,
  RequestMessage,
  UnavailableReason,
  AnyWire,
} from '../protocol/index.js';
import type { CallTarget } from './call-target.js';

/** Why a call was aborted. */
export type AbortReason = 'cancelled' | 'disconnected' | 'timeout' | 'shutdown';

/**
 * How a call came out. `tool-error` is a result that says `isError`; a call that was not served, or not to its end, says
 * why.
 */
export type CallOutcome = 'ok' | 'tool-error' | 'error' | AbortReason | UnavailableReason | AccessDenial;

/** The `reason` of an aborted call's signal. */
export class CallAbortedError extends Error {
  override readonly name = 'AbortError';

  constructor(readonly reason: AbortReason) {
    super(`The call was aborted: ${reason}`);
  }
}

/** One request in flight, as gates and observers see it. */
export interface Call {
  readonly request: RequestMessage;
  /** The method, if this server has it in any revision: clients may make up others without end. */
  readonly knownMethod: string | undefined;
  /** What it asks for, if its handler names a target. */
  readonly target: CallTarget | undefined;
  /** Who sent it, and in which HTTP request. */
  readonly source: MessageSource;
  /** The id of the HTTP request that brought it, as the logs and `X-Request-Id` say it. */
  readonly requestId: string;
  readonly principal: Principal;
  /** The principal and the client's address: what limits count by. */
  readonly caller: Caller;
  readonly revision: ProtocolRevision;
  /** The wire that it came by; `undefined` in memory. */
  readonly wire: AnyWire | undefined;
  /** How the client named itself, if it initialised. */
  readonly client: Implementation | undefined;
  /** What logs and traces tell sessions apart by; `undefined` outside of a session. */
  readonly loggedSessionId: string | undefined;
  /** On the clock of `performance.now()`. */
  readonly startedAtMs: number;
}
