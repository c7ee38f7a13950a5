import type { Caller } from '../callers/index.js';
import type { ProtocolRevision, SessionWire } from '../protocol/index.js';

/** How a client asks for its stream. */
export interface StreamRequest {
  readonly caller: Caller;
  readonly wire: SessionWire;
  /** What the session speaks until it initialises. */
  readonly revision: ProtocolRevision;
  /** The client's own secret, by which it can come back. */
  readonly resumeKey?: string | undefined;
  readonly lastEventId?: string | undefined;
  /** Whether a proxy asks, which says for whom and is not believed: the address is its own. */
  readonly isForwarded?: boolean;
}
