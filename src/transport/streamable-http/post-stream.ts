import type { Session, SessionsService, SessionStream } from '../../sessions/index.js';
import type { EventStream } from '../event-stream/index.js';
import type { MessageSink } from '../post-reply/index.js';
import { carryEvents } from './carried-events.js';

/**
 * The event stream that answers a POST of a session. Its messages are kept, so that the client gets what it missed when the
 * connection breaks: it comes back by GET with `Last-Event-ID`.
 */
export class PostStream implements MessageSink {
  private readonly stream: SessionStream;

  constructor(
    private readonly session: Session,
    sessions: SessionsService,
    response: EventStream,
  ) {
    this.stream = sessions.openStream(session);
    carryEvents(this.stream, this.stream.takeOver(0), 0, response);
    response.add(() => this.forgetFlushed());
  }

  write(message: string): void {
    this.stream.push(message);
  }

  end(): void {
    this.stream.finish();
  }

  /** The response has closed. */
  private forgetFlushed(): void {
    if (this.stream.finishedAtMs !== undefined && this.stream.isFlushed)
      this.session.closeStream(this.stream);
  }
}
