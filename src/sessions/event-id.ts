/** The place of an event. */
export interface EventId {
  readonly sessionId: string;
  /** The number of the stream in its session; the first one is 0. */
  readonly stream: number;
  /** Which numbering of the stream it is: another one begins when what was sent before is lost. The first one is 0. */
  readonly epoch: number;
  /** Grows by one with each event of the epoch. */
  readonly number: number;
}

const NUMBER = '(0|[1-9][0-9]{0,14})';

/** Session ids are base64url and hold no dot. */
const EVENT_ID = new RegExp(`^([A-Za-z0-9_-]{22})\\.(?:${NUMBER}\\.${NUMBER}\\.)?${NUMBER}$`);

/**
 * The SSE `id:` of an event, which a client gives back as `Last-Event-ID`: session, stream, epoch and number, parted by dots.
 * Stream and epoch are left out where both are 0.
 */
export function encodeEventId({ sessionId, stream, epoch, number }: EventId): string {
  return stream === 0 && epoch === 0 ? `${sessionId}.${number}` : `${sessionId}.${stream}.${epoch}.${number}`;
}

/** @returns `undefined` for anything that {@link encodeEventId} does not make */
export function decodeEventId(text: string): EventId | undefined {
  const [, sessionId, stream = '0', epoch = '0', number] = EVENT_ID.exec(text) ?? [];
  if (!sessionId || !number) return undefined;
  const id = { sessionId, stream: Number(stream), epoch: Number(epoch), number: Number(number) };
  return encodeEventId(id) === text ? id : undefined;
}
