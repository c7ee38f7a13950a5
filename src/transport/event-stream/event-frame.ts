/**
 * An SSE comment. It is one line: the blank line that would end an event is left out, since a strict client counts
 * it as one.
 */
export const HEARTBEAT_COMMENT = ': heartbeat\n';

/** Those of Nest's `@Sse`, without what Node says of the connection. */
export const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'private, no-cache, no-store, must-revalidate, max-age=0, no-transform',
  Pragma: 'no-cache',
  Expires: '0',
  'X-Accel-Buffering': 'no',
};

const LINE_SEPARATOR = /[\u0085\u2028\u2029]/g;

/**
 * One event of an SSE stream. Separators that some readers take for the end of a line, as Python's `splitlines` and the
 * `.` of Java's patterns do, become escapes of JSON.
 * @param data a single line of JSON text, or a path
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function encodeEvent(type: string, data: string, id?: string): string {
  const frame =
    id === undefined ? `event: ${type}\ndata: ${data}\n\n` : `event: ${type}\nid: ${id}\ndata: ${data}\n\n`;
  // The whole frame is searched, as what is sent: V8 makes one copy of the parts of a string that it searches.
  return hasLineSeparator(frame) ? frame.replace(LINE_SEPARATOR, toEscape) : frame;
}

/** Searches for one character each take a tenth of the time that a pattern takes. */
function hasLineSeparator(text: string): boolean {
  return text.includes('\u0085') || text.includes('\u2028') || text.includes('\u2029');
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
