import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import { type StandardSchema, StandardSchemaInput } from './standard-schema.js';

describe('StandardSchemaInput', () => {
  it('shows the JSON Schema and gives what the schema makes of the arguments', () => {
    const input = new StandardSchemaInput(z.strictObject({ count: z.number().default(1) }), 'Test.it');
    expect(input.schema).toMatchObject({
      type: 'object',
      properties: { count: { type: 'number', default: 1 } },
      additionalProperties: false,
    });
    expect(input.parse({})).toEqual({ value: { count: 1 } });
  });

  it('names what is wrong, and where', () => {
    const input = new StandardSchemaInput(
      z.object({ list: z.array(z.object({ a: z.string() })) }),
      'Test.it',
    );
    expect(input.parse({ list: [{ a: 1 }] })).toMatchObject({
      issues: [{ path: 'list.0.a', code: 'invalid_type' }],
    });
  });

  it('waits for a check that answers later', async () => {
    const free = z.string().refine((name) => Promise.resolve(name !== 'taken'), 'is taken');
    const input = new StandardSchemaInput(z.object({ name: free }), 'Test.it');
    await expect(input.parse({ name: 'taken' })).resolves.toEqual({
      issues: [{ path: 'name', code: 'custom', message: 'is taken' }],
    });
    await expect(input.parse({ name: 'free' })).resolves.toEqual({ value: { name: 'free' } });
  });

  it('looks at no more values than it may', () => {
    let looks = 0;
    const member = z.any().refine(() => ++looks > 0);
    const schema = z.object({ list: z.array(member) });
    const args = { list: Array.from({ length: 20_000 }, () => 1) };
    expect(new StandardSchemaInput(schema, 'Test.it').parse(args)).toMatchObject({
      issues: [{ code: 'tooManyValues', message: 'The arguments have more than 10000 JSON values' }],
    });
    expect(looks).toBe(0);
    expect(new StandardSchemaInput(schema, 'Test.it', 20_002).parse(args)).toHaveProperty('value');
  });

  it.each([
    z
      .string()
      .transform(String)
      .pipe(z.string().regex(/^(a+)+$/)),
    z.lazy(() =>
      z
        .string()
        .transform(String)
        .pipe(z.string().regex(/^(a+)+$/)),
    ),
  ])('finds a slow pattern behind a pipe', (text) => {
    expect(() => new StandardSchemaInput(z.object({ text }), 'Test.it')).toThrow(/can block the server/);
  });

  it.each([
    ['when', z.object({ size: z.int(), when: z.date() })],
    [
      'rows[].span.from',
      z.object({ rows: z.array(z.object({ span: z.object({ from: z.date() }).optional() })) }),
    ],
    ['all.at', z.object({ all: z.record(z.string(), z.union([z.string(), z.object({ at: z.date() })])) })],
  ])('refuses at boot what JSON Schema cannot say, and says where: %s', (place, schema) => {
    expect(() => new StandardSchemaInput(schema, 'Test.it')).toThrow(
      `Test.it: input has no JSON Schema at "${place}": Date cannot be represented in JSON Schema`,
    );
  });

  it.each<[StandardSchema]>([
    [z.object({ in: z.object({ a: z.string(), b: z.enum(['x']), c: z.union([z.int(), z.boolean()]) }) })],
    [
      toStandardJsonSchema(
        v.object({ in: v.object({ a: v.string(), b: v.picklist(['x']), c: v.boolean() }) }),
      ),
    ],
    [type({ in: { a: 'string', b: "'x'", c: 'boolean' } })],
  ])('says that what is missing is required', (schema) => {
    const issue = (path: string): object => ({
      path: `in.${path}`,
      code: 'required',
      message: 'is required',
    });
    expect(new StandardSchemaInput(schema, 'Test.it').parse({ in: {} })).toEqual({
      issues: ['a', 'b', 'c'].map(issue),
    });
  });

  it('says that a discriminator is required, and which values it may have', () => {
    const kind = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a') }),
      z.object({ kind: z.literal('b') }),
    ]);
    const [top, inner] = [kind, z.object({ it: kind })].map((one) => new StandardSchemaInput(one, 'Test.it'));
    expect(top!.parse({})).toMatchObject({
      issues: [{ path: 'kind', code: 'required', message: 'is required' }],
    });
    expect(inner!.parse({ it: {} })).toMatchObject({ issues: [{ path: 'it.kind', code: 'required' }] });
    expect(inner!.parse({ it: { kind: 'c' } })).toMatchObject({
      issues: [{ path: 'it.kind', message: "Invalid discriminator value. Expected 'a' | 'b'" }],
    });
  });

  it('leaves the words of an author', () => {
    const input = new StandardSchemaInput(z.object({ name: z.string('Say who') }), 'Test.it');
    expect(input.parse({})).toMatchObject({ issues: [{ path: 'name', message: 'Say who' }] });
  });

  it('says in words what names properties have, and names those that are known', () => {
    const amounts = z.number();
    const { schema } = new StandardSchemaInput(
      z.object({
        prices: z.record(z.string(), amounts),
        codes: z.record(z.string().length(2), amounts).describe('By country'),
        sizes: z.partialRecord(z.enum(['s', 'm']), amounts),
      }),
      'Test.it',
    );
    const additionalProperties = { type: 'number' };
    expect(schema['properties']).toEqual({
      prices: { type: 'object', additionalProperties },
      codes: {
        type: 'object',
        additionalProperties,
        description:
          'By country. The names of its properties must be texts of {"minLength":2,"maxLength":2}.',
      },
      sizes: {
        type: 'object',
        properties: { s: additionalProperties, m: additionalProperties },
        additionalProperties: false,
      },
    });
  });

  it('shows a tuple as a list, and judges each place', () => {
    const input = new StandardSchemaInput(
      z.object({ pair: z.tuple([z.string(), z.number()]), point: z.tuple([z.number(), z.number()]) }),
      'Test.it',
    );
    expect(input.schema['properties']).toEqual({
      pair: {
        type: 'array',
        items: { anyOf: [{ type: 'string' }, { type: 'number' }] },
        minItems: 2,
        maxItems: 2,
        description: 'In this order: string, number.',
      },
      point: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
    });
    expect(input.parse({ pair: [1, 'a'], point: [1, 2] })).toHaveProperty('issues');
  });

  it('shows a union of objects as one object, and judges by the union', () => {
    const shapes = z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('circle'), radius: z.number(), at: z.string() }),
        z.strictObject({ kind: z.literal('square'), side: z.number(), at: z.int() }),
      ])
      .describe('A shape');
    const input = new StandardSchemaInput(shapes, 'Test.it');
    const { $schema: _, ...schema } = input.schema;
    expect(schema).toEqual({
      type: 'object',
      description: 'A shape\nOne of: kind "circle" with radius; kind "square" with side.',
      properties: {
        kind: { type: 'string', enum: ['circle', 'square'] },
        radius: { type: 'number' },
        at: { anyOf: [{ type: 'string' }, expect.objectContaining({ type: 'integer' })] },
        side: { type: 'number' },
      },
      required: ['kind', 'at'],
      additionalProperties: false,
    });
    expect(input.parse({ kind: 'circle', radius: 1, at: 'x' })).toHaveProperty('value');
    expect(input.parse({ kind: 'circle', side: 1, at: 'x' })).toHaveProperty('issues');
  });

  it('shows unions in unions, and an intersection, as one object', () => {
    const [a, b, c] = [z.object({ a: z.string() }), z.object({ b: z.string() }), z.object({ c: z.string() })];
    const schemaOf = (schema: z.ZodType): unknown => new StandardSchemaInput(schema, 'Test.it').schema;
    const properties = { a: { type: 'string' }, b: { type: 'string' } };
    expect(schemaOf(z.union([z.union([a, b]), c]))).toMatchObject({
      type: 'object',
      description: 'One of: a; b; c.',
      properties: { ...properties, c: { type: 'string' } },
    });
    expect(schemaOf(z.intersection(a, b))).toMatchObject({
      type: 'object',
      properties,
      required: ['a', 'b'],
    });
  });

  it('tells what each alternative of a union wants', () => {
    const where = z.union([z.string(), z.object({ city: z.string() })]);
    const input = new StandardSchemaInput(z.object({ where }), 'Test.it');
    expect(input.parse({ where: { city: 1 } })).toEqual({
      issues: [
        {
          path: 'where',
          code: 'invalid_union',
          message:
            'Invalid input: expected string, received object, or city: Invalid input: expected string, received number',
        },
      ],
    });
  });

  it('gives alternatives one type each, and choices their type', () => {
    const { schema } = new StandardSchemaInput(
      z.object({ id: z.union([z.string(), z.number()]), size: z.number().nullable() }),
      'Test.it',
    );
    expect(schema).toMatchObject({
      properties: {
        id: { anyOf: [{ type: 'string' }, { type: 'number' }] },
        size: { anyOf: [{ type: 'number' }, { type: 'null' }] },
      },
    });
  });
});
