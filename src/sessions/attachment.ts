import type { Observable } from 'rxjs';
import type { OutgoingEvent } from './outbox.js';
import type { Session } from './session.js';

/** A session and the stream that now carries it. */
export interface Attachment {
  readonly session: Session;
  /** The number of the last event the client has: its stream starts after it. */
  readonly after: number;
  /** What the client missed, then what is sent from now on; completes when the stream has to end. */
  readonly events: Observable<OutgoingEvent>;
  /** The stream has ended. */
  release(): void;
}
