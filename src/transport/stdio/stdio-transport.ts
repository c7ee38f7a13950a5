import { Injectable, Optional } from '@nestjs/common';
import { AlwaysAvailable, Availability } from '../../availability/index.js';
import { HttpEdge } from '../../http-edge/index.js';
import { Announcements, ResultEncoder, ServedRevisions } from '../../json-rpc/index.js';
import { OpenStreams, type SessionEndReason, SessionObservers } from '../../sessions/index.js';
import { MessageIntake } from '../admission/index.js';
import { EventStreamOptions } from '../event-stream/index.js';
import { LineReader } from './line-reader.js';
import { LineWriter } from './line-writer.js';
import { PROCESS_OWNER } from './process-owner.js';
import { StdioConversation, type StdioPipes } from './stdio-conversation.js';
import { StdioSession } from './stdio-session.js';
import { StdioSubscriptions } from './stdio-subscriptions.js';

/**
 * Messages as lines on the standard input and output of the process. `EventStreamOptions` bound what waits for a client that
 * reads slowly.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/stdio
 */
@Injectable()
export class StdioTransport {
  constructor(
    private readonly intake: MessageIntake,
    private readonly edge: HttpEdge,
    private readonly announcements: Announcements,
    private readonly streams: OpenStreams,
    private readonly observers: SessionObservers,
    private readonly results: ResultEncoder,
    @Optional() private readonly options: EventStreamOptions = new EventStreamOptions(),
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
    @Optional() private readonly served: ServedRevisions = new ServedRevisions(),
  ) {}

  /** Opens the session of the client behind two pipes. */
  open({ input, output }: StdioPipes): StdioConversation {
    const writer = new LineWriter(output, this.options);
    const unsubscribe = this.announcements.subscribe((announcement) => {
      const isForSession = this.announcements.isFor(announcement, session, PROCESS_OWNER.principal);
      session.hear(announcement, isForSession);
    });
    const onEnded = (ended: StdioSession, reason: SessionEndReason): void => {
      unsubscribe();
      this.streams.remove(ended);
      this.observers.sessionEnded(ended, reason);
    };
    const { announcements, results, availability } = this;
    const subscriptions = new StdioSubscriptions({ writer, announcements, results, availability });
    const session = new StdioSession(writer, subscriptions, onEnded);
    this.streams.add(session);
    this.observers.sessionOpened(session);
    const reader = new LineReader(this.edge.bodyLimitFor(PROCESS_OWNER).maxBytes);
    const { intake, served } = this;
    return new StdioConversation({ input, reader, writer, session, intake, served });
  }
}
