import type { Caller, MessageSource, Principal } from '../callers/index.js';
import type {
  ClientCapabilities,
  Implementation,
  LoggingLevel,
  Params,
  ProtocolRevision,
} from '../protocol/index.js';

/** What a handler may know of the request it serves, and do for it. */
export interface RequestContext {
  /** The id of the HTTP request that brought it, as the logs and `X-Request-Id` say it. */
  readonly requestId: string;
  /** Who sent it, and in which HTTP request. */
  readonly source: MessageSource;
  readonly principal: Principal;
  /** The principal and the client's address: what limits count by. */
  readonly caller: Caller;
  readonly revision: ProtocolRevision;
  /** How the client named itself, if it initialised. */
  readonly client: Implementation | undefined;
  /** What the client said it can do. */
  readonly capabilities: ClientCapabilities;
  /** The least severe log message that the client wants; without one it wants none. */
  readonly loggingLevel: LoggingLevel | undefined;
  /** Aborted when the result is not wanted any more; `signal.reason` says why. */
  readonly signal: AbortSignal;
  /** Sends a notification that belongs to this request; after its answer none is sent. @throws TypeError for params that JSON cannot hold */
  notify(method: string, params: Params): void;
  /** Ends the connection that carries this request's messages, where its client can come back for the rest. */
  closeStream(retryMs: number): void;
}
