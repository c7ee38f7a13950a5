import type { IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import * as fc from 'fast-check';
import { encodeEvent, HEARTBEAT_COMMENT } from '../../src/transport/event-stream/index.js';
import { messagePath } from '../../src/transport/http-sse/stream-request.js';
import { assertHolds } from './assert-holds.js';
import { requestTarget } from './request-target.js';
import { loadedJson } from './wire-text.js';

/** What a client's parser makes of a stream whose bytes come in chunks of some lengths. */
function read(stream: string, chunkLengths: readonly number[]): [EventSourceMessage[], comments: string[]] {
  const [events, comments]: [EventSourceMessage[], string[]] = [[], []];
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onComment: (comment) => comments.push(comment),
    onError: (error) => {
      throw error;
    },
  });
  const decoder = new TextDecoder();
  let rest: Uint8Array = Buffer.from(stream);
  for (const length of [...chunkLengths, rest.length]) {
    parser.feed(decoder.decode(rest.subarray(0, length), { stream: true }));
    rest = rest.subarray(length);
  }
  return [events, comments];
}

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\n\ndata: x', '\r', '\u2028', '\0', ':'),
);
const data = fc.oneof(loadedJson, text).map((value) => JSON.stringify(value));
const frame = fc.record({
  event: fc.constantFrom('message', 'endpoint', 'connected', 'heartbeat'),
  id: fc.option(fc.stringMatching(/^[\w-]{22}\.\d{1,15}$/), { nil: undefined }),
  data,
  isAfterHeartbeat: fc.boolean(),
});
const chunks = fc.array(fc.nat(30), { maxLength: 20 });

describe('Fuzzing event frames', () => {
  it('are the events that went in, in their order, however the bytes are cut', () => {
    assertHolds(
      fc.property(fc.array(frame, { maxLength: 5 }), chunks, (frames, lengths) => {
        const stream = frames.map(
          (one) => (one.isAfterHeartbeat ? HEARTBEAT_COMMENT : '') + encodeEvent(one.event, one.data, one.id),
        );
        const [events, comments] = read(stream.join(''), lengths);
        expect(events).toEqual(frames.map(({ event, id, data: line }) => ({ event, id, data: line })));
        expect(comments).toHaveLength(frames.filter((one) => one.isAfterHeartbeat).length);
      }),
    );
  });

  it('name an endpoint in one event, by whatever path the stream was reached', () => {
    assertHolds(
      fc.property(requestTarget, fc.constantFrom('', '/sse'), (url, route) => {
        const path = messagePath({ url } as IncomingMessage, route);
        const line = `${path}?sessionId=AAAAAAAAAAAAAAAAAAAAAA`;
        const [events] = read(encodeEvent('endpoint', line), []);
        expect(events).toEqual([{ event: 'endpoint', id: undefined, data: line }]);
      }),
    );
  });
});
