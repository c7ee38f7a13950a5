import * as fc from 'fast-check';
import {
  isStatelessMessage,
  isStatelessRevision,
  META_KEYS,
  ProtocolError,
  readRequestMeta,
  type RequestMeta,
  type Params,
} from '../../src/protocol/index.js';
import { assertHolds } from './assert-holds.js';
import { loadedJson, loadedWord, textLike } from './wire-text.js';

const letter = fc.constantFrom(...'0123456789- \tabz_/.\u0000é'.split(''));
const version = textLike(['2026-07-28', '2025-11-25', '2024-11-05', ''], letter);
const name = fc.oneof(loadedWord, fc.string({ unit: 'binary', maxLength: 300 }));
const word = fc.oneof(loadedWord, fc.constantFrom('debug', 'error', 'tools/list', 'subscriptions/listen'));

/** What a key may hold: what it should, or any JSON. */
const orAny = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: loadedJson });

const client = fc.record(
  { name: orAny(name), version: orAny(name), title: orAny(name) },
  { requiredKeys: [] },
);
const stated = fc.record(
  {
    [META_KEYS.protocolVersion]: orAny(version),
    [META_KEYS.clientCapabilities]: loadedJson,
    [META_KEYS.clientInfo]: orAny(client),
    [META_KEYS.logLevel]: orAny(word),
  },
  { requiredKeys: [] },
);
/** An envelope as JSON brings it: a key `__proto__` is a member as any. */
const meta = fc
  .tuple(stated, loadedJson)
  .map(([known, other]) => parsed(JSON.stringify({ ...(other as object), ...known })));
const message = fc.oneof(
  loadedJson,
  fc.record({ method: orAny(word), params: orAny(fc.record({ _meta: orAny(meta) })) }, { requiredKeys: [] }),
);

function parsed(json: string): unknown {
  return JSON.parse(json);
}

function read(params: Params): RequestMeta | ProtocolError {
  try {
    return readRequestMeta(params);
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}

const lengthOf = (text: string | undefined): number => text?.length ?? 0;

describe('Fuzzing the envelope of a request', () => {
  it('says of any JSON whether it is of a revision without sessions, and does not change it', () => {
    assertHolds(
      fc.property(message, (value) => {
        const before = JSON.stringify(value);
        expect(typeof isStatelessMessage(value)).toBe('boolean');
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });

  it('takes no batch, text or number for a request, whatever is in it', () => {
    assertHolds(
      fc.property(fc.oneof(fc.array(message, { maxLength: 4 }), word, fc.double(), fc.boolean()), (value) => {
        expect(isStatelessMessage(value)).toBe(false);
      }),
    );
  });

  it('is read into members of known types and bounded sizes, or refused in a bounded sentence', () => {
    assertHolds(
      fc.property(orAny(meta), (envelope) => {
        const said = read({ _meta: envelope });
        if (said instanceof ProtocolError) {
          expect(said.message).toMatch(/^[\x20-\x7e]{5,200}$/);
          return;
        }
        expect(typeof said.protocolVersion).toBe('string');
        expect(Object.getPrototypeOf(said.capabilities)).toBe(Object.prototype);
        for (const text of [said.client?.name, said.client?.version, said.client?.title])
          expect(lengthOf(text)).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('comes from its own members alone, not from those of a __proto__ that JSON named', () => {
    assertHolds(
      fc.property(version, client, (protocolVersion, info) => {
        const inherited = JSON.stringify({
          [META_KEYS.protocolVersion]: protocolVersion,
          [META_KEYS.clientCapabilities]: {},
          [META_KEYS.clientInfo]: info,
        });
        const poisoned = parsed(`{"__proto__":${inherited}}`);
        expect(read({ _meta: poisoned })).toBeInstanceOf(ProtocolError);
        expect(isStatelessMessage({ method: 'tools/list', params: { _meta: poisoned } })).toBe(false);
      }),
    );
  });

  it('is of the revision that it names, if that is whole', () => {
    assertHolds(
      fc.property(version, loadedJson, (protocolVersion, capabilities) => {
        const envelope = {
          [META_KEYS.protocolVersion]: protocolVersion,
          [META_KEYS.clientCapabilities]: capabilities,
        };
        const said = read({ _meta: envelope });
        if (!(said instanceof ProtocolError)) expect(said.protocolVersion).toBe(protocolVersion);
        if (isStatelessRevision(protocolVersion))
          expect(isStatelessMessage({ method: 'tools/list', params: { _meta: envelope } })).toBe(true);
      }),
    );
  });
});
