import * as fc from 'fast-check';
import { decodeEventId, encodeEventId } from '../../src/sessions/event-id.js';
import { assertHolds } from './assert-holds.js';
import { headerValue, textLike } from './wire-text.js';

const sessionId = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => {
  return Buffer.from(bytes).toString('base64url');
});
const number = fc.oneof(fc.nat(1000), fc.integer({ min: 0, max: 999_999_999_999_999 }));

describe('Fuzzing event ids', () => {
  it('come back as they went', () => {
    assertHolds(
      fc.property(sessionId, number, number, number, (session, stream, epoch, count) => {
        const id = { sessionId: session, stream, epoch, number: count };
        expect(decodeEventId(encodeEventId(id))).toEqual(id);
      }),
    );
  });

  it('are read in the one form that is written', () => {
    const near = textLike(
      ['AAAAAAAAAAAAAAAAAAAA-_.0', 'AAAAAAAAAAAAAAAAAAAA-_.120', 'AAAAAAAAAAAAAAAAAAAA-_.1.0.12'],
      fc.string(),
    );
    assertHolds(
      fc.property(fc.oneof(near, headerValue, fc.string({ unit: 'binary' })), (text) => {
        const decoded = decodeEventId(text);
        if (decoded) expect(encodeEventId(decoded)).toBe(text);
      }),
    );
  });
});
