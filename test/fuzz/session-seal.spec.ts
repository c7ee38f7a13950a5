import * as fc from 'fast-check';
import { type SealedState } from '../../src/sessions/sealed-state.js';
import { MAX_GIVEN_ID_LENGTH, SessionSeal } from '../../src/sessions/session-seal.js';
import { SESSION_REVISIONS } from '../../src/protocol/index.js';
import { assertHolds } from './assert-holds.js';
import { headerValue } from './wire-text.js';

const seal = new SessionSeal([Buffer.alloc(32, 7)], 3_600_000);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ';

const text = (maxLength: number): fc.Arbitrary<string> => fc.string({ maxLength, unit: 'binary' });
const sessionId = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => {
  return Buffer.from(bytes).toString('base64url');
});
const principal = text(50).map((id) => ({ id, scopes: [] }));

function stateOf(name: fc.Arbitrary<string>, capability: fc.Arbitrary<string>): fc.Arbitrary<SealedState> {
  return fc.record({
    revision: fc.constantFrom(...SESSION_REVISIONS),
    client: fc.option(fc.record({ name, version: name, title: name }), { nil: undefined }),
    capabilities: fc.dictionary(capability, fc.dictionary(capability, fc.boolean())),
  });
}

describe('Fuzzing sealed session ids', () => {
  it('come back as they went', () => {
    const state = stateOf(fc.string({ maxLength: 20 }), fc.constantFrom('roots', 'sampling', 'x'));
    assertHolds(
      fc.property(sessionId, principal, state, (id, owner, sealed) => {
        expect(seal.open(seal.seal(id, owner, sealed), owner)).toEqual({ sessionId: id, state: sealed });
      }),
    );
  });

  it('are visible ASCII within their bound, whatever a client says of itself', () => {
    assertHolds(
      fc.property(sessionId, principal, stateOf(text(200), text(500)), (id, owner, sealed) => {
        const given = seal.seal(id, owner, sealed);
        expect(given).toMatch(/^[\x21-\x7e]+$/);
        expect(given.length).toBeLessThanOrEqual(MAX_GIVEN_ID_LENGTH);
        expect(seal.open(given, owner)?.state.revision).toBe(sealed.revision);
      }),
    );
  });

  it('are refused with any other character at any place', () => {
    const owner = { id: 'ann', scopes: [] };
    const state: SealedState = {
      revision: '2025-11-25',
      client: { name: 'c', version: '1' },
      capabilities: {},
    };
    const place = fc.nat({ max: 200 });
    assertHolds(
      fc.property(sessionId, place, fc.constantFrom(...ALPHABET.split('')), (id, at, character) => {
        const given = seal.seal(id, owner, state);
        const index = at % given.length;
        const changed = `${given.slice(0, index)}${character}${given.slice(index + 1)}`;
        expect(seal.open(changed, owner) !== undefined).toBe(changed === given);
      }),
    );
  });

  it('are nothing that a client made up', () => {
    assertHolds(
      fc.property(fc.oneof(headerValue, text(100)), (given) => {
        expect(seal.open(given, { id: 'ann', scopes: [] })).toBeUndefined();
      }),
    );
  });
});
