/** The place of an event: which session's, and its number there. */
export interface EventId {
  readonly sessionId: string;
  readonly number: number;
}

/** Session ids are base64url and hold no dot. */
const EVENT_ID = /^([A-Za-z0-9_-]{22})\.(0|[1-9][0-9]{0,14})$/;

/** The SSE `id:` of an event, which a browser gives back as `Last-Event-ID`. */
export function encodeEventId({ sessionId, number }: EventId): string {
  return `${sessionId}.${number}`;
}

/** @returns `undefined` for anything that {@link encodeEventId} does not make */
export function decodeEventId(text: string): EventId | undefined {
  const [, sessionId, number] = EVENT_ID.exec(text) ?? [];
  return sessionId && number ? { sessionId, number: Number(number) } : undefined;
}
