import type { Session, SessionsService, SessionStream } from '../../sessions/index.js';
import { traitsOf } from '../../protocol/index.js';
import type { EventStream } from '../event-stream/index.js';
import type { MessageSink } from '../post-reply/index.js';
import { carryEvents } from './carried-events.js';

/**
 * The event stream that answers a POST of a session. Its messages are kept, so that the client gets what it missed when the
 * connection breaks: it comes back by GET with `Last-Event-ID`.
 */
export class PostStream implements MessageSink {
  private readonly stream: SessionStream;

  /** @param count how many requests it answers */
  constructor(
    private readonly session: Session,
    private readonly sessions: SessionsService,
    response: EventStream,
    count: number,
  ) {
    this.stream = sessions.openStream(session, count);
    carryEvents(this.stream, this.stream.takeOver(0), 0, response);
  }

  write(message: string): void {
    this.stream.push(message);
  }

  /** Clients before revision 2025-11-25 do not come back to a stream that ends by itself. */
  disconnect(retryMs: number): void {
    if (traitsOf(this.session.state.revision).hasPrimingEvents)
      this.sessions.disconnectStream(this.session, this.stream, retryMs);
  }

  end(): void {
    this.sessions.finishStream(this.session, this.stream);
  }
}
