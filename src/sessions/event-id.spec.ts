import { assert, nat, property } from 'fast-check';
import { decodeEventId, encodeEventId } from './event-id.js';

const SESSION = 'AAAAAAAAAAAAAAAAAAAA-_';

describe('event ids', () => {
  it('come back as they went', () => {
    assert(
      property(nat(), (number) => {
        expect(decodeEventId(encodeEventId({ sessionId: SESSION, number }))).toEqual({
          sessionId: SESSION,
          number,
        });
      }),
    );
  });

  it.each([
    '',
    '1',
    SESSION,
    `${SESSION}.`,
    `${SESSION}.-1`,
    `${SESSION}.01`,
    `${SESSION}.1e3`,
    `${SESSION}.18446744073709551616`,
    `x.${SESSION}.1`,
    `${SESSION}.1\n`,
    `${SESSION}.1 `,
  ])('are never %j', (text) => {
    expect(decodeEventId(text)).toBeUndefined();
  });
});
