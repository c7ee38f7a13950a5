import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { z } from 'zod';
import type { ObjectSchema, Params } from '../protocol/index.js';
import { createInput, type InputSchema } from './create-input.js';

class Point {
  @IsInt() x!: number;
}

class Shape {
  @IsString() name!: string;
  @IsInt({ each: true }) sizes!: number[];
  @IsOptional() @IsBoolean() filled?: boolean;
  @IsOptional() @ValidateNested() @Type(() => Point) at?: Point;
}

const ShapeSchema = z.object({
  name: z.string(),
  sizes: z.array(z.int()),
  filled: z.boolean().optional(),
  at: z.object({ x: z.int() }).optional(),
});

const RAW: ObjectSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    sizes: { type: 'array', items: { type: 'integer' } },
    filled: { type: 'boolean' },
    at: { $ref: '#/$defs/point' },
  },
  $defs: { point: { type: 'object', properties: { x: { type: 'integer' } } } },
};

const ROOMY = 1_000;

/** What a method gets of these arguments, or what the model is told. */
function read(
  schema: InputSchema | undefined,
  args: Params,
  maxLenientValues: number | undefined = ROOMY,
): unknown {
  const input = createInput({ schema, parameter: { type: Shape }, maxLenientValues }, 'T.t');
  const parsed = input.parse(args) as { value?: unknown; issues?: unknown };
  return parsed.value ?? parsed.issues;
}

/** What becomes of one value, by the schema of its place. */
function readAt(place: unknown, value: unknown, $defs: object = {}): unknown {
  const args = { value };
  const verdict = read({ type: 'object', properties: { value: place }, $defs }, args);
  expect(args).toEqual({ value });
  return Array.isArray(verdict) ? 'refused' : (verdict as typeof args).value;
}

describe('A lenient input', () => {
  it.each<[string, InputSchema | undefined]>([
    ['a class', undefined],
    ['zod', ShapeSchema],
    ['a JSON Schema', RAW],
  ])('takes text for what it stands for, by the schema of %s', (_, schema) => {
    const args = { name: '5', sizes: '["1",2]', filled: 'true', at: '{"x":"-3"}' };
    const given = structuredClone(args);
    expect(read(schema, args)).toEqual({ name: '5', sizes: [1, 2], filled: true, at: { x: -3 } });
    expect(args).toEqual(given);
    expect(read(schema, { name: 'a', sizes: ['1'], at: { x: '2' } })).toMatchObject({
      sizes: [1],
      at: { x: 2 },
    });
  });

  it('is described as ever, and strict unless asked', () => {
    expect(createInput({ schema: RAW, parameter: undefined, maxLenientValues: ROOMY }, 'T.t').schema).toBe(
      RAW,
    );
    const strict = createInput({ schema: RAW, parameter: undefined }, 'T.t');
    expect(strict.parse({ sizes: '[1]' })).toHaveProperty('issues');
  });

  it.each(['5', '0', '-7', '9007199254740991', '2.5', '1e-7'])('takes %s for a number', (text) => {
    expect(readAt({ type: 'number' }, text)).toBe(Number(text));
  });

  it.each([
    '',
    ' 5',
    '5 ',
    '0x5',
    '05',
    '5.0',
    '+5',
    '-0',
    '1e5',
    '9007199254740993',
    '1e400',
    'NaN',
    'Infinity',
    '.5',
  ])('takes "%s" for no number, for it would lose something', (text) => {
    expect(readAt({ type: 'number' }, text)).toBe('refused');
  });

  it.each(['True', 'yes', '1', ''])('takes "%s" for no boolean', (text) => {
    expect(readAt({ type: 'boolean' }, text)).toBe('refused');
  });

  it.each<[object, unknown, unknown]>([
    [{ type: 'integer' }, '2.5', 'refused'],
    [{ type: 'array' }, ' [1, "a"]\n', [1, 'a']],
    [{ type: 'array' }, '{"a":1}', 'refused'],
    [{ type: 'array' }, '[1,', 'refused'],
    [{ type: 'array' }, '1,2', 'refused'],
    [{ type: 'object' }, '[1]', 'refused'],
    [{ type: ['object', 'null'] }, '{"__proto__":{"a":"1"}}', JSON.parse('{"__proto__":{"a":"1"}}')],
    [{ enum: [1, 2] }, '2', 2],
    [{ const: true }, 'true', true],
    [{ type: 'array', items: { type: 'array', items: { type: 'boolean' } } }, '["[\\"true\\"]"]', [[true]]],
    [{ type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } }, ['1', '2'], ['1', 2]],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, { a: '1' }, { a: 1 }],
    [
      { type: 'object', patternProperties: { '^a': { type: 'integer' } }, additionalProperties: false },
      { a: '1' },
      { a: 1 },
    ],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, '1', 1],
    [{ oneOf: [{ type: 'integer' }, { type: 'boolean' }] }, 'true', true],
    [{ allOf: [{ minimum: 0 }, { type: ['integer', 'string'] }, { type: 'number' }] }, '1', 1],
    [
      { anyOf: [{ type: 'object', properties: { a: { type: 'integer' } } }, { type: 'null' }] },
      { a: '1' },
      { a: 1 },
    ],
    [{ $ref: '#/$defs/n~1a' }, '1', 1],
    [{ $ref: '#/$defs/tree' }, '{"n":"1","next":"{\\"n\\":\\"2\\"}"}', { n: 1, next: { n: 2 } }],
    [{ $ref: '#' }, { value: { value: '{}' } }, { value: { value: {} } }],
  ])('of %j takes %j for %j', (place, value, meant) => {
    const tree = { type: 'object', properties: { n: { type: 'integer' }, next: { $ref: '#/$defs/tree' } } };
    expect(readAt(place, value, { 'n/a': { type: 'integer' }, tree })).toEqual(meant);
  });

  it('never replaces the prototype of what it reads', () => {
    const value = readAt(
      { type: 'object', additionalProperties: { type: 'array' } },
      JSON.parse('{"__proto__":"[1]"}'),
    ) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.entries(value)).toEqual([['__proto__', [1]]]);
  });

  it.each<[string, unknown, unknown]>([
    ['no type', {}, '1'],
    ['true', true, '1'],
    ['a type among several', { type: ['integer', 'string'] }, '1'],
    ['a value', { enum: [1, '1'] }, '1'],
    ['a branch of anyOf', { anyOf: [{ type: 'integer' }, { type: 'string' }] }, '1'],
    ['a branch of oneOf', { oneOf: [{ type: 'integer' }, { minLength: 1 }] }, 'ab'],
    [
      'a branch of a branch',
      { anyOf: [{ allOf: [{ anyOf: [{ type: 'string' }, { type: 'null' }] }] }, { type: 'array' }] },
      '[1]',
    ],
    ['a reference', { $ref: '#/$defs/text' }, '[1]'],
    ['a reference within a branch', { anyOf: [{ $ref: '#/$defs/text' }, { type: 'array' }] }, '[1]'],
    ['a member without a schema', { type: 'array' }, ['1']],
    ['another property', { type: 'object', properties: { a: { type: 'integer' } } }, { b: '1' }],
    [
      'a property of another branch',
      {
        anyOf: [
          { type: 'object', properties: { a: { type: 'integer' } } },
          { type: 'object', properties: { a: { type: 'string' } } },
        ],
      },
      { a: '1' },
    ],
    [
      'a property that another branch does not name',
      {
        anyOf: [
          { type: 'object', properties: { a: { type: 'integer' } } },
          { type: 'object', required: ['b'] },
        ],
      },
      { a: '1', b: 1 },
    ],
  ])('leaves text as it is where a string is allowed: by %s', (_, place, value) => {
    const text = { type: 'string' };
    expect(readAt(place, value, { text })).toEqual(value);
  });

  it('does not follow what it cannot resolve', () => {
    const part = {
      $id: 'https://example.com/part',
      type: 'object',
      properties: { a: { $ref: '#/$defs/text' } },
      $defs: { text: { type: 'string' } },
    };
    expect(readAt(part, { a: '1' }, { text: { type: 'integer' } })).toEqual({ a: '1' });
    const place = { anyOf: [{ type: 'integer' }, { $ref: '#anchor' }] };
    expect(readAt(place, '1', { text: { $anchor: 'anchor', type: 'string' } })).toBe('1');
  });

  it('reads a schema of draft-07 as draft-07 does', () => {
    const schema: ObjectSchema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      properties: {
        pair: { type: 'array', items: [{ type: 'string' }], prefixItems: [{ type: 'integer' }] },
        count: { $ref: '#/definitions/count' },
      },
      definitions: { count: { type: 'integer' } },
    };
    expect(read(schema, { pair: ['1'], count: '1' })).toEqual({
      pair: ['1'],
      count: 1,
    });
  });

  it('is planned in the end for a schema that combines itself in more ways than can be counted', () => {
    const ref = (index: number): object => ({ $ref: `#/$defs/n${index % 60}` });
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => {
        const a = { anyOf: [ref(index * 7 + 14), ref(index * index)] };
        const properties = { a, b: ref(index * 7 + 40), count: { type: 'integer' } };
        return [`n${index}`, { type: 'object', properties, additionalProperties: false }];
      }),
    );
    const schema: ObjectSchema = { type: 'object', properties: { value: ref(1) }, $defs };
    expect(read(schema, { value: { a: { count: '1' } } })).toEqual({ value: { a: { count: 1 } } });
  });
});
