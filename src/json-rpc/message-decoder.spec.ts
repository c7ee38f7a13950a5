import {
  assert,
  dictionary,
  json as jsonText,
  jsonValue,
  maxSafeInteger,
  oneof,
  property,
  string,
  uint8Array,
} from 'fast-check';
import { decodeBody, ParsedBody } from './message-decoder.js';

const decode = (value: unknown, batches = false): unknown =>
  decodeBody(Buffer.from(JSON.stringify(value)), batches);

describe('decodeBody', () => {
  it('tells requests, notifications and responses apart', () => {
    expect(decode({ jsonrpc: '2.0', id: 'a', method: 'm', params: { x: 1 } })).toEqual({
      kind: 'request',
      id: 'a',
      method: 'm',
      params: { x: 1 },
    });
    expect(decode({ jsonrpc: '2.0', method: 'm' })).toEqual({
      kind: 'notification',
      method: 'm',
      params: {},
    });
    expect(decode({ jsonrpc: '2.0', id: 0, result: {} })).toEqual({ kind: 'response', id: 0, result: {} });
    expect(decode({ jsonrpc: '2.0', id: null, error: {} })).toEqual({
      kind: 'response',
      id: null,
      error: {},
    });
  });

  it('takes what another parser has read', () => {
    const parsed = new ParsedBody({ jsonrpc: '2.0', id: 1, method: 'm' });
    expect(decodeBody(parsed, false)).toMatchObject({ kind: 'request', id: 1 });
  });

  it.each([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0, -1, '', 'x'.repeat(256), '世'.repeat(85)])(
    'takes the id %j',
    (id) => {
      expect(decode({ jsonrpc: '2.0', id, method: 'm' })).toMatchObject({ kind: 'request', id });
    },
  );

  it.each(['x'.repeat(257), '世'.repeat(86), '\ud83c', 2 ** 53, 1.5, true, [], {}])(
    'takes neither an id nor a progress token of %j',
    (value) => {
      const faulty = { kind: 'invalid', code: -32600 };
      expect(decode({ jsonrpc: '2.0', id: value, method: 'm' })).toMatchObject({ ...faulty, id: null });
      const params = { _meta: { progressToken: value } };
      expect(decode({ jsonrpc: '2.0', id: 1, method: 'm', params })).toMatchObject({ ...faulty, id: 1 });
    },
  );

  it('takes null for params, _meta and a progress token as absent', () => {
    expect(decode({ jsonrpc: '2.0', id: 1, method: 'm', params: null })).toMatchObject({ params: {} });
    for (const params of [{ _meta: null }, { _meta: { progressToken: null } }])
      expect(decode({ jsonrpc: '2.0', id: 1, method: 'm', params })).toMatchObject({
        kind: 'request',
        params,
      });
  });

  it('counts nesting outside of strings only', () => {
    const message = {
      jsonrpc: '2.0',
      id: 1,
      method: 'm',
      params: { text: '[{'.repeat(500) + '\\"[['.repeat(99) },
    };
    expect(decode(message)).toMatchObject({ kind: 'request' });
  });

  it('takes 128 levels and refuses 129', () => {
    const nest = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const body = (depth: number): Buffer =>
      Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":${nest(depth)}}}`);
    expect(decodeBody(body(126), false)).toMatchObject({ kind: 'request' });
    const tooDeep = { kind: 'invalid', code: -32600, id: null };
    expect(decodeBody(body(127), false)).toMatchObject(tooDeep);
    const parsed = new ParsedBody(JSON.parse(body(127).toString()));
    expect(decodeBody(parsed, false)).toMatchObject(tooDeep);
  });

  it('decodes every message of a batch, and bounds their number', () => {
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    expect(decode([ping, 5], true)).toMatchObject([{ kind: 'request' }, { kind: 'invalid' }]);
    expect(decode([ping], false)).toMatchObject({ kind: 'invalid', code: -32600 });
    expect(
      decode(
        Array.from({ length: 101 }, () => ping),
        true,
      ),
    ).toMatchObject({ kind: 'invalid' });
    expect(decode([], true)).toMatchObject({ kind: 'invalid' });
  });

  it('never throws, and never takes bytes for a message that JSON.parse refuses', () => {
    assert(
      property(
        oneof(
          uint8Array(),
          jsonText().map((json) => Buffer.from(json)),
        ),
        (bytes) => {
          const decoded = decodeBody(Buffer.from(bytes), true);
          const kinds = [decoded].flat().map(({ kind }) => kind);
          return kinds.every((kind) => ['request', 'notification', 'response', 'invalid'].includes(kind));
        },
      ),
      { seed: 1, numRuns: 2_000 },
    );
  });

  it('gives back every request that was encoded', () => {
    const id = oneof(string(), maxSafeInteger());
    const params = dictionary(string(), jsonValue({ maxDepth: 5 }));
    assert(
      property(id, string({ minLength: 1 }), params, (requestId, method, given) => {
        const encoded = JSON.stringify({ jsonrpc: '2.0', id: requestId, method, params: given });
        const decoded = decodeBody(Buffer.from(encoded), false);
        expect(JSON.stringify(decoded)).toBe(
          JSON.stringify({ kind: 'request', id: requestId, method, params: given }),
        );
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});
