import { randomBytes } from 'node:crypto';
import { type Announcement, encodeAnnouncement, Peer } from '../../json-rpc/index.js';
import {
  ErrorCode,
  FIRST_REVISION,
  ProtocolError,
  type RequestId,
  type RequestMessage,
  STDIO_WIRE,
} from '../../protocol/index.js';
import type { AskedSession, ObservedSession, OpenStream, SessionEndReason } from '../../sessions/index.js';
import type { LineWriter } from './line-writer.js';
import { PROCESS_OWNER } from './process-owner.js';
import type { StdioSubscriptions } from './stdio-subscriptions.js';

/**
 * The one conversation of the process, over its one pipe. Until it initialises it speaks the first revision, as HTTP+SSE. Requests
 * of 2026-07-28 come in between, and speak for themselves.
 */
export class StdioSession extends Peer implements ObservedSession, OpenStream {
  readonly sessionId = randomBytes(16).toString('base64url');
  readonly wire = STDIO_WIRE;
  readonly caller = PROCESS_OWNER;
  readonly openedAtMs = performance.now();
  private endsWhenIdle: SessionEndReason | undefined;
  /** Resolves once it has ended, by its client or by the server. */
  readonly whenEnded: Promise<void>;
  private hasEnded = false;
  private resolveEnded!: () => void;
  private hasStatelessRequests = false;

  constructor(
    private readonly writer: LineWriter,
    private readonly subscriptions: StdioSubscriptions,
    private readonly onEnded: (session: StdioSession, reason: SessionEndReason) => void,
  ) {
    super(FIRST_REVISION);
    this.whenEnded = new Promise((resolve) => (this.resolveEnded = resolve));
  }

  get peer(): Peer {
    return this;
  }

  get asked(): AskedSession {
    return this;
  }

  /** Takes what belongs to no request, once its client has initialised. */
  push(message: string): void {
    if (this.state.isInitialized) this.writer.announce(message);
  }

  /** Something has changed. @param isForSession whether its client hears of it without a subscription of 2026-07-28 */
  hear(announcement: Announcement, isForSession: boolean): void {
    if (isForSession) this.push(encodeAnnouncement(announcement));
    this.subscriptions.tell(announcement);
  }

  /** Whether the client speaks 2026-07-28 alone, as far as it has said. */
  get isStateless(): boolean {
    return this.hasStatelessRequests && !this.state.isInitialized;
  }

  noteStateless(): void {
    this.hasStatelessRequests = true;
  }

  /** Answers `subscriptions/listen`. @throws ProtocolError */
  listen(request: RequestMessage): void {
    this.checkId(request.id);
    this.subscriptions.listen(request);
  }

  override checkId(id: RequestId): void {
    super.checkId(id);
    if (this.subscriptions.has(id))
      throw new ProtocolError(ErrorCode.InvalidRequest, 'This id is in use by a subscription');
  }

  override cancel(id: unknown): void {
    super.cancel(id);
    this.subscriptions.cancel(id);
  }

  protected override onIdle(): void {
    if (this.endsWhenIdle) this.end(this.endsWhenIdle);
  }

  /** Ends as soon as no call waits for an answer; subscriptions end at once. The first reason counts. */
  endWhenIdle(reason: SessionEndReason): void {
    this.subscriptions.end();
    this.endsWhenIdle ??= reason;
    if (this.calls.size === 0) this.end(this.endsWhenIdle);
  }

  /** Calls that still wait are aborted. */
  end(reason: SessionEndReason): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.abortCalls('disconnected');
    this.onEnded(this, reason);
    this.resolveEnded();
  }
}
