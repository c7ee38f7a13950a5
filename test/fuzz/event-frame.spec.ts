import type { IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import * as fc from 'fast-check';
import { encodeError, encodeNotification, encodeResult } from '../../src/json-rpc/index.js';
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

/** Any sequence of UTF-16 units, which lone surrogates, separators and backslashes are often among. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom(...'\\ud8cf"\n\r\v\x1c\u0085\u2028\u2029\ud83c\udf27\udbff'.split('')),
  ),
});

/** A JSON value whose keys and texts are well-formed; of keys that become equal the last one counts. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toWellFormed(), wellFormed(member)]),
  );
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

/** How readers of streams find the ends of lines: `str.splitlines` of Python, the `.` of Java's patterns, and the standard. */
const STANDARD_ENDS = ['\r\n', '\n', '\r'];
const JAVA_ENDS = [...STANDARD_ENDS, '\u0085', '\u2028', '\u2029'];
const PYTHON_ENDS = [...JAVA_ENDS, '\v', '\f', '\x1c', '\x1d', '\x1e'];
const SPLITTERS: readonly [string, RegExp][] = [
  ['the standard', new RegExp(STANDARD_ENDS.join('|'))],
  ['Java', new RegExp(JAVA_ENDS.join('|'))],
  ['Python', new RegExp(PYTHON_ENDS.join('|'))],
];

describe('Fuzzing event frames', () => {
  it.each(SPLITTERS)('are well-formed lines of one text to %s, whatever a message holds', (_name, ends) => {
    assertHolds(
      fc.property(fc.dictionary(anyText, anyText), anyText, (record, message) => {
        const sent: [string, unknown][] = [
          [encodeResult(1, record), { jsonrpc: '2.0', id: 1, result: record }],
          [encodeError(1, { code: 1, message }), { jsonrpc: '2.0', id: 1, error: { code: 1, message } }],
          [encodeNotification('m', record), { jsonrpc: '2.0', method: 'm', params: record }],
        ];
        for (const [encoded, value] of sent) {
          const [type, line, ...rest] = encodeEvent('message', encoded).split(ends);
          expect([type, rest]).toEqual(['event: message', ['', '']]);
          const json = line!.slice('data: '.length);
          expect(json.isWellFormed() && !/[^\\](?:\\\\)*\\ud[89a-f]/i.test(json)).toBe(true);
          expect(JSON.parse(json)).toEqual(wellFormed(value));
        }
      }),
    );
  });

  it('are the events that went in, in their order, however the bytes are cut', () => {
    assertHolds(
      fc.property(fc.array(frame, { maxLength: 5 }), chunks, (frames, lengths) => {
        const stream = frames.map(
          (one) => (one.isAfterHeartbeat ? HEARTBEAT_COMMENT : '') + encodeEvent(one.event, one.data, one.id),
        );
        const [events, comments] = read(stream.join(''), lengths);
        expect(events.map(({ event, id }) => [event, id])).toEqual(
          frames.map(({ event, id }) => [event, id]),
        );
        expect(events.map((one) => JSON.parse(one.data) as unknown)).toEqual(
          frames.map((one) => JSON.parse(one.data) as unknown),
        );
        expect(comments).toHaveLength(frames.filter((one) => one.isAfterHeartbeat).length);
      }),
    );
  });

  it('name an endpoint in one event, by whatever path the stream was reached', () => {
    assertHolds(
      fc.property(requestTarget, fc.constantFrom('', '/sse'), (url, route) => {
        const path = messagePath({ url } as IncomingMessage, { path: route, messagePath: '/message' });
        const line = `${path}?sessionId=AAAAAAAAAAAAAAAAAAAAAA`;
        const [events] = read(encodeEvent('endpoint', line), []);
        expect(events).toEqual([{ event: 'endpoint', id: undefined, data: line }]);
      }),
    );
  });
});
