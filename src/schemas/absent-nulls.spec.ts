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
});
