import { randomBytes } from 'node:crypto';
import { MAX_GIVEN_ID_LENGTH, SessionSeal, sessionIdOf } from './session-seal.js';
import type { SealedState } from './sealed-state.js';

const KEY = randomBytes(32);
const ID = randomBytes(16).toString('base64url');
const ANN = { id: 'ann', scopes: [] };
const HOUR_MS = 3_600_000;
const seal = new SessionSeal([KEY], HOUR_MS);

const STATE: SealedState = {
  revision: '2025-11-25',
  client: { name: 'client', version: '1', title: 'Client' },
  capabilities: { roots: { listChanged: true } },
};

function reopened(state: Partial<SealedState>): SealedState {
  const given = seal.seal(ID, ANN, { ...STATE, ...state });
  expect(given).toMatch(/^[\x21-\x7e]+$/);
  expect(given.length).toBeLessThanOrEqual(MAX_GIVEN_ID_LENGTH);
  return seal.open(given, ANN)!.state;
}

describe('A sealed session id', () => {
  it('has its id in front, and says what it says to its principal alone', () => {
    const given = seal.seal(ID, ANN, STATE);
    expect([given.startsWith(`${ID}.1.`), sessionIdOf(given), sessionIdOf(ID)]).toEqual([true, ID, ID]);
    expect(seal.open(given, ANN)).toEqual({ sessionId: ID, state: STATE });
    expect(seal.open(given, { ...ANN, scopes: ['other'] })).toBeDefined();
    expect(seal.open(given, { id: 'ben', scopes: [] })).toBeUndefined();
    expect(given).not.toContain(Buffer.from('client').toString('base64url').slice(0, 6));
  });

  it('is another one each time', () => {
    expect(seal.seal(ID, ANN, STATE)).not.toBe(seal.seal(ID, ANN, STATE));
  });

  it('is opened by each key, and sealed by the first', () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const rotated = new SessionSeal([newer, older], HOUR_MS);
    const before = new SessionSeal([older], HOUR_MS).seal(ID, ANN, STATE);
    expect(rotated.open(before, ANN)?.state).toEqual(STATE);
    const after = rotated.seal(ID, ANN, STATE);
    expect(new SessionSeal([newer], HOUR_MS).open(after, ANN)?.state).toEqual(STATE);
    expect(new SessionSeal([older], HOUR_MS).open(after, ANN)).toBeUndefined();
    expect(seal.open(before, ANN)).toBeUndefined();
  });

  it('is good for a time', () => {
    expect(seal.open(new SessionSeal([KEY], 0).seal(ID, ANN, STATE), ANN)).toBeUndefined();
  });

  it('does without a client that said nothing of itself, and without its title', () => {
    expect(reopened({ client: undefined, capabilities: {} })).toEqual({
      revision: '2025-11-25',
      capabilities: {},
    });
    const client = { name: '', version: '' };
    expect(reopened({ client }).client).toEqual(client);
  });

  it.each([
    ['long', 'n'],
    ['of three bytes each', '語'],
    ['of four bytes each', '🐦'],
    ['control characters', '\u0001'],
    ['lone surrogates', '\ud800'],
  ])('is bounded, whatever names its client has: %s', (_, character) => {
    const long = character.repeat(200);
    const client = { name: long, version: long, title: long };
    const capabilities = { experimental: { [long]: { [long]: long } }, roots: {}, sampling: { a: long } };
    const state = reopened({ client, capabilities });
    for (const name of [state.client!.name, state.client!.version, state.client!.title!])
      expect([long.startsWith(name), name.length >= 10]).toEqual([true, true]);
    expect(Object.keys(state.capabilities)).toEqual(['roots', 'sampling']);
  });

  it('keeps what there is room for of many capabilities', () => {
    const many = (size: number): object => Object.fromEntries([['key', 'x'.repeat(size)]]);
    const capabilities = {
      experimental: many(16_000),
      sampling: many(800),
      elicitation: { form: {}, url: {} },
    };
    expect(reopened({ capabilities }).capabilities).toEqual({
      sampling: {},
      elicitation: { form: {}, url: {} },
    });
  });

  it.each([
    ['nothing', ''],
    ['a random id', ID],
    ['nothing sealed', `${ID}.1.`],
    ['too little', `${ID}.1.AAAA`],
    ['another form', `${ID}.2.${'A'.repeat(100)}`],
    ['what is no base64url', `${ID}.1.${'A'.repeat(99)}=`],
    ['more than the bound', `${ID}.1.${'A'.repeat(MAX_GIVEN_ID_LENGTH)}`],
  ])('is not %s', (_, given) => {
    expect(seal.open(given, ANN)).toBeUndefined();
  });
});
