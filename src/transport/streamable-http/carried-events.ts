import type { IncomingMessage } from 'node:http';
import type { Observable } from 'rxjs';
import { traitsOf } from '../../protocol/index.js';
import type { OutgoingEvent, SessionStream } from '../../sessions/index.js';
import { encodeEvent, type EventStream, type Frame } from '../event-stream/index.js';

/**
 * Writes the events of a session's stream to a response, and ends it behind them.
 * @param after the number of the last event that the client has
 */
export function carryEvents(
  stream: SessionStream,
  events: Observable<OutgoingEvent>,
  after: number,
  response: EventStream,
): void {
  // A client that has an id can come back, whatever comes next (SEP-1699). Older clients choke on an event without data.
  if (traitsOf(stream.peer.state.revision).hasPrimingEvents)
    response.write({ text: `id: ${stream.eventIdOf(after)}\ndata:\n\n` });
  response.add(
    events.subscribe({
      next: (event) => response.write(toFrame(stream, event)),
      complete: () => {
        if (stream.retryMs !== undefined) response.write(toRetryFrame(stream, stream.retryMs, response));
        if (stream.finishedAtMs === undefined) response.end();
        else response.endAnswered();
      },
    }),
  );
}

function toFrame(stream: SessionStream, { number, message }: OutgoingEvent): Frame {
  return {
    text: encodeEvent('message', message, stream.eventIdOf(number)),
    onFlushed: () => stream.replay?.outbox.markFlushed(number),
  };
}

/** What an end by the server has in front: an event to come back to, and when. */
function toRetryFrame(stream: SessionStream, retryMs: number, { response }: EventStream): Frame {
  const retry = endsAtRetry(response.req) ? '' : `retry: ${retryMs}\n`;
  return { text: `id: ${stream.eventIdOf(stream.last)}\n${retry}data:\n\n` };
}

/** The Java SDK refuses a stream with a `retry:` line (java-sdk issue 1047). */
function endsAtRetry({ headers }: IncomingMessage): boolean {
  return headers['user-agent']?.startsWith('Java-http-client') ?? false;
}
