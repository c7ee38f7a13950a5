import type { ObjectSchema, Params } from '../protocol/index.js';
import { createInput } from './create-input.js';

const LISTS: ObjectSchema = {
  type: 'object',
  properties: { sizes: { type: 'array', items: { type: 'integer' } }, name: { type: 'string' } },
};

/** What a method gets of these arguments, or what the model is told. */
function readLeniently(schema: ObjectSchema, args: Params, maxLenientValues = 1_000): unknown {
  const parsed = createInput({ schema, parameter: undefined, maxLenientValues }, 'T.t').parse(args);
  return 'value' in parsed ? parsed.value : (parsed as { issues: unknown }).issues;
}

describe('JSON text in arguments', () => {
  it('counts against the bound of values', () => {
    const list = (length: number): Params => ({
      sizes: `[${Array.from({ length }, () => 1).join()}]`,
      name: 'a',
    });
    expect(readLeniently(LISTS, list(7), 10)).toMatchObject({ sizes: Array.from({ length: 7 }, () => 1) });
    const tooMany = [
      {
        path: 'sizes',
        code: 'tooManyValues',
        message: 'With this text, the arguments have more than 10 JSON values',
      },
    ];
    expect(readLeniently(LISTS, list(8), 10)).toEqual(tooMany);
    // Text in text counts too, and so do several texts together.
    const nested: ObjectSchema = {
      type: 'object',
      additionalProperties: { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
    };
    expect(readLeniently(nested, { a: '["[1,2]"]' }, 5)).toEqual({ a: [[1, 2]] });
    expect(readLeniently(nested, { a: '["[1,2]"]' }, 4)).toMatchObject([
      { path: 'a.0', code: 'tooManyValues' },
    ]);
    expect(readLeniently(nested, { a: '[[1],[2]]', b: '[[1],[2]]' }, 11)).toHaveProperty('b');
    expect(readLeniently(nested, { a: '[[1],[2]]', b: '[[1],[2]]' }, 10)).toMatchObject([{ path: 'b' }]);
  });

  it('nests as deep as a message may', () => {
    const nest = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    const schema: ObjectSchema = {
      type: 'object',
      properties: { list: { $ref: '#/$defs/list' } },
      $defs: { list: { type: 'array', items: { $ref: '#/$defs/list' } } },
    };
    // The message, its params and the arguments are three of 128 levels.
    expect(readLeniently(schema, { list: nest(125) })).toHaveProperty('list');
    const tooDeep = 'With this text, the message nests more than 128 levels';
    expect(readLeniently(schema, { list: nest(126) })).toEqual([
      { path: 'list', code: 'tooDeep', message: tooDeep },
    ]);
    expect(readLeniently(schema, { list: [[nest(124)]] })).toMatchObject([
      { path: 'list.0.0', code: 'tooDeep' },
    ]);
    expect(readLeniently(schema, { list: JSON.stringify([nest(125)]) })).toMatchObject([
      { path: 'list.0', code: 'tooDeep' },
    ]);
  });
});
