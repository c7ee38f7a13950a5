import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MessageSource } from '../../callers/index.js';
import { sendAccepted } from '../../http/index.js';
import type { Decoded, Exchange } from '../../json-rpc/index.js';
import { andThen, type ProtocolRevision } from '../../protocol/index.js';
import type { Session } from '../../sessions/index.js';
import { type MessagePost, sessionNotFound } from '../admission/index.js';
import { readRevision } from '../mcp-headers.js';

/** A POST on a session: 202, and all else comes on its stream. */
export class SessionPost implements MessagePost {
  readonly isAlone = false;

  constructor(
    private readonly session: Session,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  /** Until it initialises, a session speaks what its client's latest header names. @throws HttpError 404 */
  readRevision(): ProtocolRevision | PromiseLike<ProtocolRevision> {
    this.checkOpen();
    const { isInitialized, revision } = this.session.state;
    const spoken = isInitialized ? revision : (readRevision(this.request) ?? revision);
    return spoken === revision ? spoken : andThen(this.session.update({ revision: spoken }), () => spoken);
  }

  /** The one stream of the session takes what its requests say. */
  begin(_messages: readonly Decoded[], _isBatch: boolean, source: MessageSource): Exchange {
    return { peer: this.session, reply: this.session.listeningStream!, source };
  }

  /** @throws HttpError 404 */
  accept(): void {
    this.checkOpen();
    sendAccepted(this.response);
  }

  private checkOpen(): void {
    if (this.session.endReason) throw sessionNotFound();
  }
}
