/**
 * An SSE comment. It is one line: the blank line that would end an event is left out, since a strict client counts
 * it as one.
 */
export const HEARTBEAT_COMMENT = ': heartbeat\n';

/**
 * One event of an SSE stream. `data` must be a single line, as JSON text is.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function encodeEvent(type: string, data: string, id?: string): string {
  return id === undefined
    ? `event: ${type}\ndata: ${data}\n\n`
    : `event: ${type}\nid: ${id}\ndata: ${data}\n\n`;
}
