import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import type { ServedRevisions } from '../../json-rpc/index.js';
import { isStatelessMessage, isThenable } from '../../protocol/index.js';
import type { MessageIntake } from '../admission/index.js';
import type { Line, LineReader } from './line-reader.js';
import type { LineWriter } from './line-writer.js';
import { PROCESS_OWNER } from './process-owner.js';
import { SessionDelivery, StatelessDelivery } from './stdio-deliveries.js';
import { StdioReply } from './stdio-reply.js';
import type { StdioSession } from './stdio-session.js';

/** The server's ends of the pipes to its client. */
export interface StdioPipes {
  readonly input: Readable;
  readonly output: Writable;
}

/** What one conversation is made of. */
export interface ConversationParts {
  readonly input: Readable;
  readonly reader: LineReader;
  readonly writer: LineWriter;
  readonly session: StdioSession;
  readonly intake: MessageIntake;
  readonly served: ServedRevisions;
}

/** Takes the lines of a client one by one, as fast as it takes their answers. */
export class StdioConversation {
  private readonly reply: StdioReply;

  constructor(private readonly parts: ConversationParts) {
    this.reply = new StdioReply(parts.writer);
  }

  /** Serves until the client leaves. Its calls still get their answers, unless it is gone for good. */
  async serve(): Promise<void> {
    const { input, session, writer } = this.parts;
    const isGone = Promise.race([writer.whenBroken(), session.whenEnded]).then(() => true);
    // What a client that is gone has sent is left unread.
    void session.whenEnded.then(() => input.destroy());
    if (await Promise.race([this.readLines(), isGone])) session.end('disconnected');
    else session.endWhenIdle('closed');
  }

  /** Resolves when the client has taken everything, or is gone. */
  async flush(): Promise<void> {
    const { writer } = this.parts;
    await Promise.race([writer.flush(), writer.whenBroken()]);
  }

  /** @returns false, since nothing says that the client is gone */
  private async readLines(): Promise<false> {
    const { input, reader, writer } = this.parts;
    try {
      for await (const part of input) {
        reader.add(part as Buffer);
        for (let line = reader.next(); line; line = reader.next()) {
          if (!writer.hasRoom) await writer.whenRoom();
          const taken = this.receive(line);
          if (isThenable(taken)) await taken;
        }
      }
    } catch {
      // An input that breaks has ended: a terminal that was closed.
    }
    const last = reader.end();
    if (last) await this.receive(last);
    return false;
  }

  private receive(line: Line): void | PromiseLike<void> {
    const { session, intake, served } = this.parts;
    const source = { requestId: randomUUID(), caller: PROCESS_OWNER };
    const parts = { session, reply: this.reply, source };
    return intake.deliver(line, PROCESS_OWNER, (body) => {
      const isStateless = body ? isStatelessMessage(body.value) : session.isStateless;
      return isStateless ? new StatelessDelivery(parts, served) : new SessionDelivery(parts);
    });
  }
}
