import { randomBytes } from 'node:crypto';
import { Peer } from '../../json-rpc/index.js';
import { FIRST_REVISION, STDIO_WIRE } from '../../protocol/index.js';
import type { AskedSession, ObservedSession, OpenStream, SessionEndReason } from '../../sessions/index.js';
import type { LineWriter } from './line-writer.js';
import { PROCESS_OWNER } from './process-owner.js';

/** The one conversation of the process, over its one pipe. Until it initialises it speaks the first revision, as HTTP+SSE. */
export class StdioSession extends Peer implements ObservedSession, OpenStream {
  readonly sessionId = randomBytes(16).toString('base64url');
  readonly wire = STDIO_WIRE;
  readonly caller = PROCESS_OWNER;
  readonly openedAtMs = performance.now();
  private endsWhenIdle: SessionEndReason | undefined;
  /** Resolves once it has ended, whoever ended it. */
  readonly whenEnded: Promise<void>;
  private hasEnded = false;
  private resolveEnded!: () => void;

  constructor(
    private readonly writer: LineWriter,
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

  protected override onIdle(): void {
    if (this.endsWhenIdle) this.end(this.endsWhenIdle);
  }

  /** Ends as soon as no call waits for an answer. The first reason counts. */
  endWhenIdle(reason: SessionEndReason): void {
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
