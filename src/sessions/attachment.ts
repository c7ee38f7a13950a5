import type { Observable } from 'rxjs';
import type { OutgoingEvent } from './outbox.js';
import type { SessionStream } from './session-stream.js';
import type { Session } from './session.js';

/** A stream of a session, and the connection that now carries it. */
export interface Attachment {
  readonly session: Session;
  readonly stream: SessionStream;
  /** The number of the last event the client has: the connection starts after it. */
  readonly after: number;
  /** What the client missed, then what is sent from now on; completes when the connection has to end. */
  readonly events: Observable<OutgoingEvent>;
  /** The connection has ended. */
  release(): void;
}
