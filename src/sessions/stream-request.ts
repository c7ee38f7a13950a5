import type { Caller } from '../callers/index.js';
import type { ProtocolRevision, SessionWire } from '../protocol/index.js';

/** Who asks for room. */
export interface PlaceRequest {
  readonly caller: Caller;
  /** Whether a proxy asks, which says for whom and is not believed: the address is its own. */
  readonly isForwarded?: boolean;
  /** Whether the room is for a stream too. @default true */
  readonly opensStream?: boolean;
}

/** How a client asks for a session, or for its stream. */
export interface StreamRequest extends PlaceRequest {
  readonly wire: SessionWire;
  /** What the session speaks until it initialises. */
  readonly revision: ProtocolRevision;
  /** The client's own secret, by which it can come back. */
  readonly resumeKey?: string | undefined;
  readonly lastEventId?: string | undefined;
}
