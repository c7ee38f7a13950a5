import type { Caller } from '../callers/index.js';
import type { ProtocolRevision, SessionWire } from '../protocol/index.js';
import type { SealedState } from './sealed-state.js';

/** Who asks for room. */
export interface PlaceRequest {
  readonly caller: Caller;
  /** Whether a proxy asks, which says for whom and is not believed: the address is its own. */
  readonly isForwarded?: boolean;
  /** Whether the room is for a stream too. @default true */
  readonly opensStream?: boolean;
}

/** A session that another process began, as its id says it. */
export interface KnownSession {
  readonly sessionId: string;
  /** What its client calls it. */
  readonly givenId: string;
  readonly state: SealedState;
  /** Another one than any process had: an event id of theirs is of a stream that is lost. */
  readonly epoch: number;
}

/** How a client asks for a session, or for its stream. */
export interface StreamRequest extends PlaceRequest {
  readonly wire: SessionWire;
  /** What the session speaks until it initialises. */
  readonly revision: ProtocolRevision;
  /** The client's own secret, by which it can come back. */
  readonly resumeKey?: string | undefined;
  readonly lastEventId?: string | undefined;
  /** What is known of a session that another process began. */
  readonly known?: KnownSession | undefined;
}
