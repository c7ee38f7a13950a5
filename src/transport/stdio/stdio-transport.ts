import { Injectable, Optional } from '@nestjs/common';
import { HttpEdge } from '../../http-edge/index.js';
import { Announcements, encodeAnnouncement } from '../../json-rpc/index.js';
import { OpenStreams, type SessionEndReason, SessionObservers } from '../../sessions/index.js';
import { MessageIntake } from '../admission/index.js';
import { EventStreamOptions } from '../event-stream/index.js';
import { LineReader } from './line-reader.js';
import { LineWriter } from './line-writer.js';
import { PROCESS_OWNER } from './process-owner.js';
import { StdioConversation, type StdioPipes } from './stdio-conversation.js';
import { StdioSession } from './stdio-session.js';

/**
 * Messages as lines on the standard input and output of the process. `EventStreamOptions` bound what waits for a client that
 * reads slowly.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio
 */
@Injectable()
export class StdioTransport {
  constructor(
    private readonly intake: MessageIntake,
    private readonly edge: HttpEdge,
    private readonly announcements: Announcements,
    private readonly streams: OpenStreams,
    private readonly observers: SessionObservers,
    @Optional() private readonly options: EventStreamOptions = new EventStreamOptions(),
  ) {}

  /** Opens the session of the client behind two pipes. */
  open({ input, output }: StdioPipes): StdioConversation {
    const writer = new LineWriter(output, this.options);
    const unsubscribe = this.announcements.subscribe((announcement) => {
      if (this.announcements.isFor(announcement, session, PROCESS_OWNER.principal))
        session.push(encodeAnnouncement(announcement));
    });
    const onEnded = (ended: StdioSession, reason: SessionEndReason): void => {
      unsubscribe();
      this.streams.remove(ended);
      this.observers.sessionEnded(ended, reason);
    };
    const session = new StdioSession(writer, onEnded);
    this.streams.add(session);
    this.observers.sessionOpened(session);
    const reader = new LineReader(this.edge.bodyLimitFor(PROCESS_OWNER).maxBytes);
    return new StdioConversation({ input, reader, writer, session, intake: this.intake });
  }
}
