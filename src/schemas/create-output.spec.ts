import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, ValidateNested } from 'class-validator';
import * as v from 'valibot';
import { z } from 'zod';
import { ConfigurationError } from '../protocol/index.js';
import { createOutput, type OutputType } from './create-output.js';

class Row {
  @IsInt() id!: number;
}

class Tree {
  @IsInt() id!: number;
  @ValidateNested({ each: true }) @Type(() => Tree) children!: Tree[];
}

const NODE = {
  type: 'object',
  properties: { id: { type: 'integer' }, default: { $ref: '#/$defs/node' } },
  required: ['id'],
  additionalProperties: false,
};

/** What is logged when a method returned this. */
function faultOf(output: OutputType, value: unknown): string | undefined {
  const checked = createOutput(output, undefined, 'T.t')!;
  try {
    checked.check(checked.isList ? { result: value } : value);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('The output of a tool', () => {
  it.each<[string, OutputType]>([
    ['a class', [Row]],
    ['a zod object', [z.object({ id: z.int() })]],
    ['a zod array', z.array(z.object({ id: z.int() }))],
    [
      'a JSON Schema of a list',
      { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } },
    ],
  ])('is a list of %s, as the result of an object', (_, output) => {
    const { schema, isList } = createOutput(output, undefined, 'T.t')!;
    const items: unknown = expect.objectContaining({
      type: 'object',
      properties: { id: expect.objectContaining({ type: 'integer' }) as unknown },
    });
    expect(isList).toBe(true);
    expect(schema).toMatchObject({
      type: 'object',
      properties: { result: { type: 'array', items } },
      required: ['result'],
    });
    expect(faultOf(output, [{ id: 1 }])).toBeUndefined();
    expect(faultOf(output, [{ id: 1 }, { id: 'a' }])).toBe(
      'T.t returned what its output does not allow: 1.id must be an integer',
    );
  });

  it.each<[string, OutputType]>([
    ['a class', [Tree]],
    [
      'zod',
      z.array(
        z.object({
          id: z.int(),
          get children() {
            return z.array(z.lazy(() => TREE));
          },
        }),
      ),
    ],
    [
      'a list',
      {
        type: 'array',
        items: { type: 'object', properties: { id: { type: 'integer' }, children: { $ref: '#' } } },
      },
    ],
  ])('may contain itself, as %s', (_, output) => {
    const row = { id: 1, children: [{ id: 2, children: [] }] };
    expect(faultOf(output, [row])).toBeUndefined();
    expect(faultOf(output, [{ ...row, children: [{ id: 'a', children: [] }] }])).toContain(
      '0.children.0.id must be an integer',
    );
  });

  it('keeps references of a list where they lead, and data as it is', () => {
    const output = createOutput(
      { type: 'array', items: { $ref: '#/$defs/node' }, default: [{ $ref: '#' }], $defs: { node: NODE } },
      undefined,
      'T.t',
    )!;
    expect(output.schema['properties']).toMatchObject({
      result: {
        items: { $ref: '#/properties/result/$defs/node' },
        default: [{ $ref: '#' }],
        $defs: { node: { properties: { default: { $ref: '#/properties/result/$defs/node' } } } },
      },
    });
    expect(() => output.check({ result: [{ id: 1, default: { id: 2 } }] })).not.toThrow();
    expect(() => output.check({ result: [{ id: 1, default: { id: 'a' } }] })).toThrow(
      '0.default.id must be an',
    );
  });

  it.each<[string, OutputType, string]>([
    [
      'a date',
      z.object({ at: z.date() }),
      'T.t: output has no JSON Schema at "at": Date cannot be represented in JSON',
    ],
    [
      'a transform',
      z.object({ at: z.string().transform(Number) }),
      'T.t: output has no JSON Schema at "at": Transforms',
    ],
    [
      'a date in a list',
      [z.object({ at: z.date() })],
      'T.t: output has no JSON Schema at "at": Date cannot be',
    ],
    [
      'a list of what makes no JSON Schema',
      [v.object({ id: v.number() })],
      'is a list of rows. Of valibot that is toStandardJsonSchema(schema)',
    ],
    [
      'a list of nothing',
      [] as never,
      'T.t: output is a list of 0 kinds of rows. Write one: [Row], or [z.union([ … ])]',
    ],
    ['a list of two classes', [Row, Tree] as never, 'T.t: output is a list of 2 kinds of rows. Write one:'],
    [
      'a list of a class that is not there yet',
      [undefined] as never,
      'T.t: output is a list of undefined. A class that is imported in a circle is not there yet when @Tool() reads it',
    ],
    [
      'a union of an object and text',
      z.union([z.object({ id: z.int() }), z.string()]),
      '[Row] is a list of rows. Put a union of other values into a property: z.object({ result: z.union([ … ]) })',
    ],
    [
      'a union in a JSON Schema',
      { oneOf: [{ type: 'object' }, { type: 'object' }] } as never,
      "[Row] is a list of rows. Write type: 'object' next to its oneOf",
    ],
    [
      'text',
      z.string(),
      'T.t: output must be a class with class-validator decorators, or a schema of an object',
    ],
  ])('fails the boot with the sentence to write, as %s', (_, output, message) => {
    expect(() => createOutput(output, undefined, 'T.t')).toThrow(ConfigurationError);
    expect(() => createOutput(output, undefined, 'T.t')).toThrow(message);
  });

  it.each<[string, OutputType, unknown, string]>([
    ['a property too many', Row, { id: 1, secret: 2 }, 'secret is not a known property'],
    [
      'a missing one',
      z.object({ rows: z.array(z.object({ id: z.int() })) }),
      { rows: [{}] },
      'rows.0.id is required',
    ],
    [
      'a wrong type',
      z.object({ id: z.int().nullable() }),
      { id: 'a' },
      'id must be an integer, or must be null',
    ],
    ['a wrong value', z.object({ id: z.int().max(5) }), { id: 9 }, 'id must be <= 5'],
    [
      'a full result without the list',
      [Row],
      undefined,
      'T.t returned no list, but it declares one as its output',
    ],
  ])('names the property in the log, as of %s', (_, output, value, fault) => {
    const checked = createOutput(output, undefined, 'T.t')!;
    expect(() => checked.check(value)).toThrow(fault);
  });

  it('is a union of objects: shown as one object, judged as the union', () => {
    const shapes = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('circle'), radius: z.number() }),
      z.object({ kind: z.literal('square'), side: z.number() }),
    ]);
    const { $schema: _, ...schema } = createOutput(shapes, undefined, 'T.t')!.schema;
    expect(schema).toEqual({
      type: 'object',
      description: 'One of: kind "circle" with radius; kind "square" with side.',
      properties: {
        kind: { type: 'string', enum: ['circle', 'square'] },
        radius: { type: 'number' },
        side: { type: 'number' },
      },
      required: ['kind'],
      additionalProperties: false,
    });
    expect(faultOf(shapes, { kind: 'circle', radius: 1 })).toBeUndefined();
    expect(faultOf(shapes, { kind: 'square', side: 'x' })).toBe(
      'T.t returned what its output does not allow: side must be a number',
    );
    expect(faultOf(shapes, { kind: 'square' })).toContain(': side is required');
    expect(faultOf([shapes], [{ kind: 'square' }])).toContain(': 0.side is required');
  });

  it('is held to what is shown of a union, too', () => {
    const open = z.union([z.looseObject({ a: z.int() }), z.looseObject({ b: z.int() })]);
    expect(faultOf(open, { a: 1, b: 2 })).toBeUndefined();
    expect(faultOf(open, { a: 1, b: 'x' })).toContain('b must be an integer');
  });

  it('shows no names of properties that may be any text', () => {
    const amounts = z.object({
      by: z.record(z.string(), z.int()),
      codes: z.record(z.string().length(2), z.int()),
    });
    const { by, codes } = createOutput(amounts, undefined, 'T.t')!.schema['properties'] as Record<
      string,
      object
    >;
    expect(by).not.toHaveProperty('propertyNames');
    expect(codes).toHaveProperty('propertyNames.maxLength', 2);
  });

  it('says of a full result which property holds the list', () => {
    expect(() => createOutput([Row], undefined, 'T.t')!.check({ rows: [] })).toThrow('result is required');
  });
});

const TREE: z.ZodType = z.object({
  id: z.int(),
  get children() {
    return z.array(TREE);
  },
});
