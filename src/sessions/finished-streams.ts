import type { SessionStream } from './session-stream.js';
import type { Session } from './session.js';

/** Streams of one session that are kept once they are done, and the operating system took all that they say. */
const MAX_DELIVERED = 16;

/**
 * Streams that will get nothing more: each is kept for a time, since bytes that the operating system took may have been lost on
 * their way to the client, and then forgotten. Where a session has too many, those that were delivered make room first.
 */
export class FinishedStreams {
  /** The session of each, the one that finished first in front. */
  private readonly sessions = new Map<SessionStream, Session>();
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param keptMs how long a client may take to come back
   * @param maxUndelivered streams of one session that are kept though their answers did not go out; the oldest makes room
   */
  constructor(
    private readonly keptMs: number,
    private readonly maxUndelivered: number,
  ) {}

  get count(): number {
    return this.sessions.size;
  }

  add(session: Session, stream: SessionStream): void {
    stream.finish();
    if (session.endReason) return;
    this.sessions.set(stream, session);
    this.makeRoom(session.streams.filter((one) => this.sessions.has(one)));
    this.timer ??= setTimeout(this.sweep, this.keptMs);
  }

  /** A session has ended. */
  forgetSession(session: Session): void {
    for (const stream of session.streams) this.sessions.delete(stream);
    if (this.sessions.size === 0) this.stop();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** @param ofSession the finished streams of one session, the oldest first */
  private makeRoom(ofSession: readonly SessionStream[]): void {
    if (ofSession.length <= MAX_DELIVERED) return;
    const delivered = ofSession.find((stream) => stream.isDelivered);
    if (delivered) this.forget(delivered);
    else if (ofSession.length > this.maxUndelivered) this.forget(ofSession[0]!);
  }

  private forget(stream: SessionStream): void {
    const session = this.sessions.get(stream);
    this.sessions.delete(stream);
    session?.closeStream(stream);
  }

  private readonly sweep = (): void => {
    const longAgoMs = performance.now() - this.keptMs;
    for (const stream of this.sessions.keys()) {
      const leftMs = stream.finishedAtMs! - longAgoMs;
      if (leftMs > 0) {
        this.timer = setTimeout(this.sweep, Math.ceil(leftMs));
        return;
      }
      this.forget(stream);
    }
    this.timer = undefined;
  };
}
