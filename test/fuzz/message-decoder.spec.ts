import * as fc from 'fast-check';
import {
  decodeBody,
  type Decoded,
  encodeError,
  encodeNotification,
  encodeResult,
  ParsedBody,
} from '../../src/json-rpc/index.js';
import { ErrorCode, InvalidMessageError } from '../../src/protocol/index.js';
import { assertHolds } from './assert-holds.js';
import { loadedJson, loadedWord, textLike } from './wire-text.js';

const SAMPLES = [
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"a":1,"b":[2]}}}',
  '{"jsonrpc":"2.0","id":"é\\u0000","method":"ping"}',
  '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}',
  '{"jsonrpc":"2.0","id":9007199254740991,"result":{}}',
  '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}}',
  '[{"jsonrpc":"2.0","id":1,"method":"initialize"},{"jsonrpc":"2.0","id":-1,"method":"ping","params":{}}]',
  ...[126, 127, 1000].map((depth) => nested('['.repeat(depth) + ']'.repeat(depth))),
  ...[125, 126, 1000].map((depth) => nested(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)),
];

function nested(json: string): string {
  return `{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":${json}}}`;
}

const id = fc.oneof(fc.string({ unit: 'binary' }), fc.maxSafeInteger());
const member = fc.oneof(loadedJson, fc.constantFrom(...'2.0 m ping 1'.split(' ')), fc.double());
const key = fc.oneof(fc.constantFrom('jsonrpc', 'id', 'method', 'params', 'result', 'error'), loadedWord);

/** An object whose keys are those of a message, with anything under them. */
const almostMessage = fc
  .tuple(fc.array(fc.tuple(key, member), { maxLength: 6 }), fc.boolean())
  .map(([entries, isMarked]) =>
    Object.fromEntries<unknown>([...(isMarked ? [['jsonrpc', '2.0'] as const] : []), ...entries]),
  );

const mutatedText = textLike(
  SAMPLES,
  fc.oneof(fc.constantFrom(...'{}[]":,\\0-1eE \u{FEFF}'.split('')), fc.string()),
);

const mutatedBytes = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }))
  .map(([sample, changes]) => {
    const bytes = Buffer.from(sample);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });

const body = fc.oneof(
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  mutatedBytes,
  fc
    .oneof(mutatedText, fc.json(), loadedJson.map(toText), almostMessage.map(toText))
    .map((text) => Buffer.from(text)),
);

function toText(value: unknown): string {
  return JSON.stringify(value);
}

/** The JSON that bytes are, by the parsers of the platform. */
function readJson(bytes: Buffer): { readonly value: unknown } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What has to be so of one decoded message, given the JSON it came from. */
function expectFaithful(decoded: Decoded, json: unknown): void {
  const source = isObject(json) ? json : {};
  const own = (name: string): unknown => (Object.hasOwn(source, name) ? source[name] : undefined);
  if (decoded.kind === 'invalid') {
    expect(decoded).toBeInstanceOf(InvalidMessageError);
    expect([ErrorCode.InvalidRequest, ErrorCode.InvalidParams]).toContain(decoded.code);
    expect(decoded.id === null || decoded.id === own('id')).toBe(true);
    return;
  }
  expect(own('jsonrpc')).toBe('2.0');
  if (decoded.kind === 'notification') expect(Object.hasOwn(source, 'id')).toBe(false);
  else expect(decoded.id).toBe(own('id'));
  if (decoded.kind === 'response')
    expect(Object.hasOwn(source, 'result')).not.toBe(Object.hasOwn(source, 'error'));
  else {
    expect(decoded.method).toBe(own('method'));
    expect(decoded.params).toEqual(own('params') ?? {});
  }
}

describe('Fuzzing decodeBody', () => {
  it('takes any bytes for what they are, and says what is wrong with the others', () => {
    assertHolds(
      fc.property(body, fc.boolean(), (bytes, batches) => {
        const decoded = decodeBody(bytes, batches);
        const json = readJson(bytes);
        if (Array.isArray(decoded)) {
          const members = json?.value as unknown[];
          expect(batches && members.length === decoded.length).toBe(true);
          decoded.forEach((message, index) => expectFaithful(message, members[index]));
        } else if (json) expectFaithful(decoded, json.value);
        else expect(decoded).toMatchObject({ kind: 'invalid', id: null, code: expect.any(Number) as number });
      }),
    );
  });

  it('says the same of bytes and of what another parser made of them', () => {
    assertHolds(
      fc.property(body, fc.boolean(), (bytes, batches) => {
        const json = readJson(bytes);
        if (json) expect(decodeBody(new ParsedBody(json.value), batches)).toEqual(decodeBody(bytes, batches));
      }),
    );
  });

  it('reads back the results, errors and notifications that are encoded', () => {
    const code = fc.integer();
    assertHolds(
      fc.property(id, loadedJson, fc.string(), code, (answered, value, text, number) => {
        const read = (encoded: string): unknown => decodeBody(Buffer.from(encoded), false);
        const sent = (json: unknown): unknown => JSON.parse(JSON.stringify(json));
        expect(read(encodeResult(answered, value))).toEqual({
          kind: 'response',
          id: answered,
          result: sent(value ?? {}),
        });
        const error = { code: number, message: text, data: value };
        for (const to of [answered, null])
          expect(read(encodeError(to, error))).toEqual({ kind: 'response', id: to, error: sent(error) });
        const params = { value };
        expect(read(encodeNotification(`m${text}`, params))).toEqual({
          kind: 'notification',
          method: `m${text}`,
          params: JSON.parse(JSON.stringify(params)),
        });
      }),
    );
  });
});
