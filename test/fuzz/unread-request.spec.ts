import * as fc from 'fast-check';
import { decodeEnds, endsOf, UnreadRequest } from '../../src/json-rpc/index.js';
import { BodyTooLargeError } from '../../src/protocol/index.js';
import { assertHolds } from './assert-holds.js';
import { loadedJson, loadedWord, textLike } from './wire-text.js';

const REFUSAL = new BodyTooLargeError('Too large');

/** Text that looks like members once it is read at the wrong place. */
const trap = fc
  .array(fc.constantFrom(...'"\\{}[]:, é'.split(''), '"id":9', '"},"id":9,"method":"n"}'), { maxLength: 300 })
  .map((parts) => parts.join(''));

const long = fc.tuple(trap, trap).map(([front, back]) => front + 'x'.repeat(2_500) + back);

const value = fc.oneof(
  loadedJson,
  trap,
  fc.maxSafeInteger(),
  long,
  long.map((text) => [{ id: 8, text }]),
);
const name = fc.oneof(fc.constantFrom('id', 'method', 'params', 'jsonrpc'), loadedWord, trap);

const message = fc
  .tuple(fc.array(fc.tuple(name, value), { maxLength: 6 }), fc.nat(2))
  .map(([entries, indent]) => JSON.stringify(Object.fromEntries(entries), undefined, indent));

const request = fc
  .tuple(long, fc.shuffledSubarray(['id', 'method', 'params'], { minLength: 3 }))
  .map(([text, names]) => {
    const members: Record<string, unknown> = { id: 1, method: 'm', params: { text } };
    return JSON.stringify(Object.fromEntries(names.map((key) => [key, members[key]])));
  });

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('Fuzzing decodeEnds', () => {
  it('says nothing of a JSON text that is not so, and never throws', () => {
    assertHolds(
      fc.property(fc.oneof(message, request), (text) => {
        const decoded = decodeEnds(endsOf(Buffer.from(text)), REFUSAL);
        if (!(decoded instanceof UnreadRequest)) return;
        const { id, method } = readJson(text) as Record<string, unknown>;
        expect([decoded.id, decoded.method]).toEqual([id, method]);
      }),
    );
  });

  it('finds the id and the method of a request in any order that keeps one of them in front or both behind', () => {
    assertHolds(
      fc.property(request, (text) => {
        expect(decodeEnds(endsOf(Buffer.from(text)), REFUSAL)).toMatchObject({ id: 1, method: 'm' });
      }),
    );
  });

  it('takes any bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }).map((array) => Buffer.from(array)),
      textLike(['{"id":1,"method":"m","params":"', '","id":1,"method":"m"}'], trap).map((text) =>
        Buffer.from(text),
      ),
    );
    assertHolds(
      fc.property(bytes, bytes, (front, back) => {
        const decoded = decodeEnds(endsOf(Buffer.concat([front, Buffer.alloc(2_500, 0x20), back])), REFUSAL);
        expect(decoded instanceof UnreadRequest || decoded === REFUSAL).toBe(true);
      }),
    );
  });
});
