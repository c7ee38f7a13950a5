import type { ObjectSchema } from '../protocol/index.js';
import { JsonSchemaInput } from './json-schema-input.js';

const SCHEMA: ObjectSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://example.com/order',
  type: 'object',
  properties: {
    city: { type: 'string', format: 'city', pattern: '^[A-Z]' },
    'a/b': { $ref: '#count' },
    list: { type: 'array', items: { anyOf: [{ type: 'integer' }, { $ref: '#/$defs/count' }] } },
  },
  required: ['city'],
  if: { not: { properties: { city: { const: 'Oslo' } } } },
  else: { required: ['a/b'] },
  $defs: { count: { $anchor: 'count', type: 'integer', minimum: 1 } },
  unevaluatedProperties: false,
};

describe('JsonSchemaInput', () => {
  it('shows the schema as it stands', () => {
    const schema = structuredClone(SCHEMA);
    expect(new JsonSchemaInput(schema, 'Test.it').schema).toBe(schema);
    expect(schema).toEqual(SCHEMA);
  });

  it('takes one schema twice, also under one $id', () => {
    expect(() => [1, 2].map(() => new JsonSchemaInput(structuredClone(SCHEMA), 'Test.it'))).not.toThrow();
  });

  it('takes schemas that share the $id of a part', () => {
    const part = { $id: 'https://example.com/part', type: 'string' };
    const schemas = [1, 2].map((minLength) => ({
      type: 'object' as const,
      properties: { a: { ...part, minLength } },
    }));
    const inputs = schemas.map((schema) => new JsonSchemaInput(schema, 'Test.it'));
    expect(inputs.map((input) => 'value' in input.parse({ a: 'x' }))).toEqual([true, false]);
  });

  it('takes a schema that contains itself', () => {
    const tree = {
      type: 'object' as const,
      properties: { children: { items: { $ref: '#' } } },
      maxProperties: 1,
    };
    const input = new JsonSchemaInput(tree, 'Test.it');
    expect(input.parse({ children: [{ children: [] }] })).toHaveProperty('value');
    expect(input.parse({ children: [{ children: [], more: 1 }] })).toHaveProperty('issues');
  });

  it('refuses what cannot be compared', () => {
    const input = new JsonSchemaInput(
      { type: 'object', properties: { a: { const: { toString: 1 } } } },
      'Test.it',
    );
    const { issues } = input.parse({ a: { toString: 2 } }) as { issues: object[] };
    expect(issues).toMatchObject([{ path: '', code: 'notComparable' }]);
  });

  it.each([
    ['texts', ['a', 'b'], ['a', 'b', 'a']],
    ['a text and a number', ['1', 1], [1, 1.0]],
    [
      'objects',
      [{ toString: 1 }, { toString: 2 }],
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
    ],
    ['lists', [[1], [1, 1]], [[{}], [{}]]],
  ])('tells apart and finds again %s', (_name, unique, twice) => {
    const input = new JsonSchemaInput(
      { type: 'object', properties: { a: { uniqueItems: true } } },
      'Test.it',
    );
    expect(input.parse({ a: unique })).toHaveProperty('value');
    expect(input.parse({ a: twice })).toMatchObject({ issues: [{ path: 'a', code: 'uniqueItems' }] });
  });

  it('names fifty faults at most, and one of large arguments', () => {
    const list = { type: 'array', items: { type: 'integer' } };
    const input = new JsonSchemaInput({ type: 'object', properties: { list } }, 'Test.it');
    const faultsOf = (count: number): number =>
      (input.parse({ list: Array.from({ length: count }, () => 'x') }) as { issues: object[] }).issues.length;
    expect([2, 50, 1_000, 10_000].map(faultsOf)).toEqual([2, 50, 51, 1]);
  });

  it('refuses a schema that takes long to compile', () => {
    const schema = { type: 'object' as const, allOf: Array.from({ length: 20_000 }, () => ({})) };
    expect(() => new JsonSchemaInput(schema, 'Test.it')).toThrow(
      'Test.it: input has more than 5000 JSON values',
    );
  });

  it('gives the method what the client sent', () => {
    const args = { city: 'Bergen', list: [1] };
    expect(new JsonSchemaInput(SCHEMA, 'Test.it').parse(args)).toEqual({ value: args });
  });

  it.each<[string, object, string[]]>([
    ['what is missing', {}, ['a/b required', ' if', 'city required']],
    ['what a condition asks for', { city: 'Oslo' }, ['a/b required', ' if']],
    ['what is not declared', { city: 'Bergen', more: 1 }, ['more unevaluatedProperties']],
    ['a member', { city: 'Bergen', list: ['x'] }, ['list.0 type']],
    ['a key with a slash', { city: 'Bergen', 'a/b': 0 }, ['a/b minimum']],
    ['all mistakes', { city: 'x', 'a/b': 0 }, ['city pattern', 'a/b minimum']],
  ])('names %s', (_, args, expected) => {
    const { issues } = new JsonSchemaInput(SCHEMA, 'Test.it').parse(args as never) as {
      issues: { path: string; code: string; message: string }[];
    };
    expect(issues.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
    expect(issues.every(({ message }) => message.length > 0)).toBe(true);
  });

  it.each<[string, object, string]>([
    ['no object', { type: 'string' }, 'Test.it: input must be a JSON Schema of an object'],
    [
      'no schema',
      { type: 'object', properties: { a: { type: 'text' } } },
      'Test.it: input is not a JSON Schema (2020-12 or draft-07) that stands alone: schema is invalid: data/properties/a/type',
    ],
    [
      'no part of its own',
      { type: 'object', properties: { a: { $ref: 'https://example.com/other' } } },
      "can't resolve reference https://example.com/other",
    ],
    [
      'no legal pattern',
      { type: 'object', properties: { a: { pattern: '(' } } },
      'Test.it: input is not a JSON Schema (2020-12 or draft-07) that stands alone: Invalid regular expression',
    ],
    ['named by a number', { type: 'object', $id: 5 }, 'data/$id must be string'],
    ['itself without end', { type: 'object', allOf: [{ $ref: '#' }] }, 'Maximum call stack size exceeded'],
    ['judged later', { type: 'object', $async: true }, '$async is a keyword of ajv'],
    [
      'of another draft',
      { $schema: 'https://json-schema.org/draft/2019-09/schema', type: 'object' },
      'Test.it: input is not a JSON Schema (2020-12 or draft-07) that stands alone: its $schema is "https://json-schema.org/draft/2019-09/schema". Leave $schema out, or write "https://json-schema.org/draft/2020-12/schema" or "http://json-schema.org/draft-07/schema#"',
    ],
    [
      'nullable, and of no type',
      { type: 'object', properties: { a: { enum: ['x'], nullable: true } } },
      `"nullable" cannot be used without "type". Write anyOf: [ …, { type: 'null' } ]`,
    ],
  ])('refuses at boot what is %s', (_, schema, message) => {
    expect(() => new JsonSchemaInput(schema as ObjectSchema, 'Test.it')).toThrow(message);
  });

  it.each([
    'http://json-schema.org/draft-07/schema#',
    'http://json-schema.org/draft-07/schema',
    'https://json-schema.org/draft-07/schema#',
  ])('takes draft-07 where the schema says so: %s', ($schema) => {
    const schema = {
      $schema,
      type: 'object' as const,
      properties: { pair: { type: 'array', items: [{ type: 'string' }, { $ref: '#/definitions/count' }] } },
      definitions: { count: { type: 'integer' } },
    };
    const input = new JsonSchemaInput(schema, 'Test.it');
    expect(input.parse({ pair: ['a', 1] })).toHaveProperty('value');
    expect(input.parse({ pair: ['a', 'b'] })).toMatchObject({ issues: [{ path: 'pair.1', code: 'type' }] });
  });

  it('names what is missing, of another type, or not one of its values, and takes null for absent', () => {
    const schema: ObjectSchema = {
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { type: ['integer', 'null'] },
        c: { enum: ['x', 1] },
        d: { const: true },
      },
      required: ['a'],
      additionalProperties: false,
    };
    const input = new JsonSchemaInput(schema, 'Test.it');
    expect(input.parse({ b: 'x', c: 'y', d: 1, e: 1 })).toEqual({
      issues: [
        { path: 'a', code: 'required', message: 'is required' },
        { path: 'e', code: 'additionalProperties', message: 'is not a known property' },
        { path: 'b', code: 'type', message: 'must be an integer or null' },
        { path: 'c', code: 'enum', message: 'must be one of: "x", 1' },
        { path: 'd', code: 'const', message: 'must be true' },
      ],
    });
    expect(input.parse({ a: 'x', b: null, c: null })).toEqual({ value: { a: 'x', b: null } });
    expect(input.parse({ a: null })).toMatchObject({ issues: [{ path: 'a', message: 'must be a string' }] });
  });

  it.each([
    [0.01, [19.99, 0.07, 1234567890.12, -0.07, 0, 1e21], [19.995, 0.075, 0.001, 1e-20]],
    [1, [5, 2 ** 53], [0.5, 1e-20]],
    [0.1, [0.3, 1.1], [0.35]],
  ])('takes multiples of %d as they are written', (multipleOf, multiples, others) => {
    const input = new JsonSchemaInput(
      { type: 'object', properties: { price: { type: 'number', multipleOf } } },
      'Test.it',
    );
    for (const price of multiples) expect(input.parse({ price })).toEqual({ value: { price } });
    for (const price of others)
      expect(input.parse({ price })).toEqual({
        issues: [{ path: 'price', code: 'multipleOf', message: `must be multiple of ${multipleOf}` }],
      });
  });
});
