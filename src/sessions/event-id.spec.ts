import { assert, nat, property } from 'fast-check';
import { decodeEventId, encodeEventId } from './event-id.js';

const SESSION = 'AAAAAAAAAAAAAAAAAAAA-_';

describe('event ids', () => {
  it('come back as they went', () => {
    assert(
      property(nat(3), nat(3), nat(), (stream, epoch, number) => {
        const id = { sessionId: SESSION, stream, epoch, number };
        expect(decodeEventId(encodeEventId(id))).toEqual(id);
      }),
    );
  });

  it.each([
    [0, 0, `${SESSION}.7`],
    [1, 0, `${SESSION}.1.0.7`],
    [0, 2, `${SESSION}.0.2.7`],
  ])('of stream %i and epoch %i name both unless both are the first', (stream, epoch, text) => {
    expect(encodeEventId({ sessionId: SESSION, stream, epoch, number: 7 })).toBe(text);
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
    `${SESSION}.1.1`,
    `${SESSION}.0.0.1`,
    `${SESSION}.1.01.1`,
    `${SESSION}.1.0.1.1`,
  ])('are never %j', (text) => {
    expect(decodeEventId(text)).toBeUndefined();
  });
});
