import type { SessionStream } from './session-stream.js';
import type { Session } from './session.js';

/** Streams of one session that are kept once they are done, and the operating system took all that they say. */
const MAX_DELIVERED = 16;

/**
 * Streams that will get nothing more: each is kept for a time, since bytes that the operating system took may have been lost on
 * their way to the client, and then forgotten. Where a session has too many, those that were delivered make room first.
 */
export class FinishedStreams {
  private readonly timers = new Map<SessionStream, NodeJS.Timeout>();

  /**
   * @param keptMs how long a client may take to come back, from the time that the server named
   * @param maxUndelivered streams of one session that are kept though their answers did not go out; the oldest makes room
   */
  constructor(
    private readonly keptMs: number,
    private readonly maxUndelivered: number,
  ) {}

  add(session: Session, stream: SessionStream): void {
    stream.finish();
    if (session.endReason) return;
    const awaitedMs = Math.max(0, stream.awaitedAtMs - performance.now());
    const forget = (): void => this.forget(session, stream);
    this.timers.set(stream, setTimeout(forget, Math.ceil(awaitedMs) + this.keptMs));
    this.makeRoom(session);
  }

  /** A session has ended. */
  forgetSession({ streams }: Session): void {
    for (const stream of streams) this.drop(stream);
  }

  stop(): void {
    for (const stream of this.timers.keys()) this.drop(stream);
  }

  private makeRoom(session: Session): void {
    const finished = session.streams.filter((stream) => this.timers.has(stream));
    if (finished.length <= MAX_DELIVERED) return;
    const delivered = finished.find((stream) => stream.isDelivered);
    if (delivered) this.forget(session, delivered);
    else if (finished.length > this.maxUndelivered) this.forget(session, finished[0]!);
  }

  private forget(session: Session, stream: SessionStream): void {
    this.drop(stream);
    session.closeStream(stream);
  }

  private drop(stream: SessionStream): void {
    clearTimeout(this.timers.get(stream));
    this.timers.delete(stream);
  }
}
