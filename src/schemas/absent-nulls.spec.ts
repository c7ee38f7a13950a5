import { z } from 'zod';
import { JsonSchemaInput } from './json-schema-input.js';
import { StandardSchemaInput } from './standard-schema.js';

describe('Null for what is left out', () => {
  it('is taken where a property may be left out, and may not be null', async () => {
    const schema = z.object({
      name: z.string().optional(),
      size: z.number().nullable().optional(),
      inner: z.object({ deep: z.string().default('x') }),
      later: z
        .string()
        .refine(() => Promise.resolve(true))
        .optional(),
    });
    const input = new StandardSchemaInput(schema, 'Test.it');
    expect(await input.parse({ name: null, size: null, inner: { deep: null }, later: null })).toEqual({
      value: { size: null, inner: { deep: 'x' } },
    });
    expect(await input.parse({ inner: null })).toMatchObject({ issues: [{ path: 'inner' }] });
  });

  it('is looked for in lists, records, unions, and parts that are shared', () => {
    const part = z.object({ size: z.int().optional() }).meta({ id: 'Part' });
    const one = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a'), size: z.int().optional() }),
      z.object({ kind: z.literal('b'), size: z.int().nullable() }),
    ]);
    const schema = z.object({
      list: z.array(part),
      record: z.record(z.string(), part),
      pair: z.tuple([part, z.string()]),
      maybe: part.nullable(),
      ones: z.array(one),
      either: z.union([z.object({ left: z.string().optional() }), z.string()]),
    });
    const empty = { size: null };
    expect(
      new StandardSchemaInput(schema, 'Test.it').parse({
        list: [empty, { size: 1 }],
        record: { x: empty },
        pair: [empty, 'y'],
        maybe: empty,
        ones: [
          { kind: 'a', size: null },
          { kind: 'b', size: null },
        ],
        either: { left: null },
      }),
    ).toEqual({
      value: {
        list: [{}, { size: 1 }],
        record: { x: {} },
        pair: [{}, 'y'],
        maybe: {},
        ones: [{ kind: 'a' }, { kind: 'b', size: null }],
        either: {},
      },
    });
  });

  it('is looked for in an object in itself, as deep as it goes', () => {
    const tree = z.object({
      size: z.int().optional(),
      get next() {
        return tree.optional();
      },
    });
    expect(
      new StandardSchemaInput(tree, 'Test.it').parse({ next: { next: { size: null, next: null } } }),
    ).toEqual({
      value: { next: { next: {} } },
    });
  });

  it('is looked for behind the references of a JSON Schema', () => {
    const input = new JsonSchemaInput(
      {
        type: 'object',
        properties: {
          parts: { type: 'array', items: { $ref: '#/$defs/part' } },
          odd: { $ref: '#/$defs/none' },
        },
        $defs: {
          part: { type: 'object', properties: { size: { $ref: '#/$defs/size' } } },
          size: { type: 'integer' },
          none: {},
        },
      },
      'Test.it',
    );
    expect(input.parse({ parts: [{ size: null }, { size: 1 }], odd: null })).toEqual({
      value: { parts: [{}, { size: 1 }], odd: null },
    });
    expect(input.parse({ parts: [null] })).toMatchObject({ issues: [{ path: 'parts.0' }] });
  });

  it.each([
    ['taken by another branch', z.string().default('all')],
    ['refused by all branches', z.string()],
  ])('means the branch of a union that knows the other names, where it is %s', (_, q) => {
    const [byId, byText] = [
      z.object({ id: z.int(), note: z.string().optional() }),
      z.object({ q, note: z.string().nullish() }),
    ];
    const args = { id: 1, note: null };
    const top = new StandardSchemaInput(z.union([byId, byText]), 'Test.it');
    expect(top.parse(args)).toEqual({ value: { id: 1 } });
    const inner = z.object({ by: z.union([byId, byText]) });
    expect(new StandardSchemaInput(inner, 'Test.it').parse({ by: args })).toEqual({
      value: { by: { id: 1 } },
    });
    expect(top.parse({ q: 'x', note: null })).toEqual({ value: { q: 'x', note: null } });
  });

  it('means the branch that the discriminator at the top names', () => {
    const union = z.discriminatedUnion('k', [
      z.object({ k: z.literal('a'), note: z.string().optional() }),
      z.object({ k: z.literal('b'), note: z.string().nullable() }),
    ]);
    const input = new StandardSchemaInput(union, 'Test.it');
    expect(input.parse({ k: 'a', note: null })).toEqual({ value: { k: 'a' } });
    expect(input.parse({ k: 'b', note: null })).toEqual({ value: { k: 'b', note: null } });
  });

  it('may stand for what another branch of a union has', () => {
    const union = z.discriminatedUnion('k', [
      z.strictObject({ k: z.literal('a'), a: z.int() }),
      z.strictObject({ k: z.literal('b'), b: z.int().nullable() }),
    ]);
    expect(new StandardSchemaInput(union, 'Test.it').parse({ k: 'a', a: 1, b: null })).toEqual({
      value: { k: 'a', a: 1 },
    });
  });

  it('keeps a null that the library reads where no union has a say', () => {
    const word = z.preprocess((value) => value ?? 'none', z.string()).optional();
    const input = new StandardSchemaInput(z.object({ word }), 'Test.it');
    expect(input.parse({ word: null })).toEqual({ value: { word: 'none' } });
  });

  it('means the branch of a JSON Schema whose parts know the names', () => {
    const input = new JsonSchemaInput(
      {
        type: 'object',
        oneOf: [
          {
            allOf: [
              { properties: { id: { type: 'integer' } }, required: ['id'] },
              { properties: { note: { type: 'string' } } },
            ],
          },
          { properties: { q: { type: 'string' }, note: { type: ['string', 'null'] } }, required: ['q'] },
        ],
      },
      'Test.it',
    );
    expect(input.parse({ id: 1, note: null })).toEqual({ value: { id: 1 } });
    expect(input.parse({ q: 'x', note: null })).toEqual({ value: { q: 'x', note: null } });
  });

  it('is looked for in what a pattern of names describes', () => {
    const part = { type: 'object', properties: { size: { type: 'integer' } } };
    const input = new JsonSchemaInput(
      {
        type: 'object',
        properties: {
          parts: {
            type: 'object',
            patternProperties: { '^(.*)$': part },
            additionalProperties: { type: 'object', properties: { size: { type: ['integer', 'null'] } } },
          },
        },
      },
      'Test.it',
    );
    expect(input.parse({ parts: { x: { size: null }, y: { size: 1 } } })).toEqual({
      value: { parts: { x: {}, y: { size: 1 } } },
    });
    const loose = z.object({
      parts: z.looseRecord(z.string().regex(/^p/), z.object({ size: z.int().optional() })),
    });
    expect(
      new StandardSchemaInput(loose, 'Test.it').parse({ parts: { p1: { size: null }, q: null } }),
    ).toEqual({
      value: { parts: { p1: {}, q: null } },
    });
  });

  it('is a value where a schema of OpenAPI says nullable', () => {
    const input = new JsonSchemaInput(
      {
        type: 'object',
        properties: {
          note: { type: 'string', nullable: true },
          state: { type: 'string', enum: ['open'], nullable: true },
          size: { type: 'integer' },
        },
      },
      'Test.it',
    );
    expect(input.parse({ note: null, size: null })).toEqual({ value: { note: null } });
    expect(input.parse({ state: null })).toEqual({
      issues: [{ path: 'state', code: 'enum', message: 'must be one of: "open"' }],
    });
  });
});
