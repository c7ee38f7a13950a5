import { LATEST_STATELESS_REVISION } from '../protocol/index.js';
import { EncodedResult } from './message-encoder.js';
import { ResultEncoder } from './result-encoder.js';

const KEY = 'io.modelcontextprotocol/serverInfo';
const OWN = { [KEY]: { name: 'rates', version: '1', title: 'Rates' } };
const encoder = new ResultEncoder({ name: 'rates', version: '1', title: 'Rates' });

function encode(result: unknown): unknown {
  const json = encoder.encode(7, result, LATEST_STATELESS_REVISION);
  for (const key of ['"resultType"', `"${KEY}"`]) expect(json.split(key)).toHaveLength(2);
  return (JSON.parse(json) as { result: unknown }).result;
}

describe('A result of 2026-07-28', () => {
  it.each<[string, unknown, object]>([
    ['nothing', undefined, {}],
    ['an object', { ttlMs: 1 }, { ttlMs: 1 }],
    ['JSON text', new EncodedResult('{"tools":[]}'), { tools: [] }],
    ['JSON text of an empty object', new EncodedResult('{}'), {}],
    ['`_meta` deeper down', { content: [{ _meta: { a: 1 } }] }, { content: [{ _meta: { a: 1 } }] }],
    [
      'JSON text that is said to have `_meta` only deeper down',
      new EncodedResult('{"tools":[{"_meta":{"a":1}}]}', false, false),
      { tools: [{ _meta: { a: 1 } }] },
    ],
    ['null for `_meta`', { _meta: null }, {}],
  ])('says of what type it is and which server answers: %s', (_what, result, members) => {
    expect(encode(result)).toEqual({ resultType: 'complete', ...members, _meta: OWN });
  });

  it.each<[string, unknown]>([
    ['an object', { _meta: { b: 2 }, a: 1 }],
    ['JSON text', new EncodedResult('{"_meta":{"b":2},"a":1}')],
    ['JSON text that is said to have it', new EncodedResult('{"a":1,"_meta":{"b":2}}', false, true)],
    ['what a server behind this one says', { a: 1, _meta: { b: 2, [KEY]: { name: 'behind' } } }],
  ])('keeps the other keys of its `_meta`: %s', (_what, result) => {
    expect(encode(result)).toEqual({ resultType: 'complete', a: 1, _meta: { b: 2, ...OWN } });
  });

  it('keeps a key that is named like the prototype as a key', () => {
    const result = new EncodedResult('{"_meta":{"__proto__":{"b":2}}}');
    expect(encoder.encode(7, result, LATEST_STATELESS_REVISION)).toContain('{"__proto__":{"b":2},"io.');
  });
});

describe('A result of an older revision', () => {
  it('says neither', () => {
    expect(encoder.encode(7, { a: 1 }, '2025-11-25')).toBe('{"jsonrpc":"2.0","id":7,"result":{"a":1}}');
  });
});
