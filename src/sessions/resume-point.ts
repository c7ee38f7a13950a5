import { decodeEventId } from './event-id.js';
import type { SessionStream } from './session-stream.js';
import { LISTENING_STREAM, type Session } from './session.js';

/** Where a client goes on: in which stream, and after which event. */
export interface ResumePoint {
  readonly stream: SessionStream;
  readonly after: number;
}

/**
 * Where the client of a session goes on. Without an event id it is the listening stream, behind what went out.
 * @returns `undefined` for an id of another session, stream or epoch, or when something that was missed is no longer kept
 */
export function resumePoint(session: Session, lastEventId: string | undefined): ResumePoint | undefined {
  const id = lastEventId === undefined ? undefined : decodeEventId(lastEventId);
  if (lastEventId !== undefined && id?.sessionId !== session.sessionId) return undefined;
  const stream = id ? session.streams.find(({ number }) => number === id.stream) : session.listeningStream;
  const after = stream?.resumableAfter(id);
  return stream && after !== undefined ? { stream, after } : undefined;
}

/** How many events a client that goes on there gets. */
export function countMissed({ stream, after }: ResumePoint): number {
  return stream.missedAfter(after)?.length ?? 0;
}

/** Whether a client that goes on behind an event gets the answer of a call: of the listening stream nothing is an answer. */
export function leadsToAnswer(session: Session, lastEventId: string): boolean {
  const point = resumePoint(session, lastEventId);
  return !session.endReason && point !== undefined && point.stream.number !== LISTENING_STREAM;
}

/** Whether an event id is of the stream for what belongs to no request: that may begin anew when something of it is lost. */
export function isOfListeningStream({ sessionId }: Session, lastEventId: string): boolean {
  const id = decodeEventId(lastEventId);
  return id?.sessionId === sessionId && id.stream === LISTENING_STREAM;
}
