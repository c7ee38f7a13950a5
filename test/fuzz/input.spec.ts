import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayUnique,
  IsDate,
  IsEmail,
  IsInt,
  IsNotEmptyObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import * as fc from 'fast-check';
import { z } from 'zod';
import { ConfigurationError, type ObjectSchema, type Params } from '../../src/protocol/index.js';
import { createInput, DtoInput, type Input, type ParsedInput } from '../../src/schemas/index.js';
import { assertHolds } from './assert-holds.js';
import { loadedJson, loadedWord } from './wire-text.js';

class Address {
  @IsString() @Length(1, 40) street!: string;
  @IsOptional() @IsInt() @Min(1) number?: number;
}

class Order {
  @IsString() @Matches(/^[\w-]+$/) id!: string;
  @IsOptional() @IsEmail() email?: string;
  @IsOptional() @ValidateNested() @Type(() => Address) address?: Address;
  @ValidateNested({ each: true }) @Type(() => Order) parts: Order[] = [];
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Address) places?: Map<string, Address>;
  @IsOptional() @IsString({ each: true }) @ArrayUnique() tags?: string[];
  @IsOptional() @IsNotEmptyObject() extra?: object;
  @IsOptional() @IsDate() @Type(() => Date) due?: Date;
}

const RAW: ObjectSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[\\w-]+$' },
    parts: { type: 'array', items: { $ref: '#' } },
    extra: { type: 'object', minProperties: 1, propertyNames: { maxLength: 20 } },
    tags: { type: 'array', uniqueItems: true, items: { type: 'string' } },
  },
  required: ['id'],
  dependentRequired: { address: ['street'] },
  unevaluatedProperties: false,
};

const zodOrder = z.object({
  id: z.string().regex(/^[\w-]+$/),
  extra: z.record(z.string(), z.number()).optional(),
  tags: z.array(z.string()).optional(),
  due: z.iso.date().optional(),
});

const KEYS = ['id', 'email', 'address', 'street', 'number', 'parts', 'places', 'tags', 'extra', 'due'];
const leaf = fc.oneof(
  loadedJson,
  fc.constantFrom<unknown>('a', 1, null, '2026-01-31', 'a@b.example', [], {}),
);

/** Arguments that know the names of the properties, with anything under them. */
const args = fc.letrec<{ object: Params; value: unknown }>((tie) => ({
  object: fc
    .array(
      fc.tuple(
        fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...KEYS) }, loadedWord, fc.string()),
        tie('value'),
      ),
      { maxLength: 5 },
    )
    .map((entries) => Object.fromEntries(entries) as Params),
  value: fc.oneof({ maxDepth: 4 }, leaf, tie('object'), fc.array(tie('value'), { maxLength: 3 })),
})).object;

/** The deepest that the decoder lets through. */
const deepArgs = fc
  .tuple(fc.constantFrom('parts', 'address', 'extra'), fc.nat(125), loadedJson)
  .map(([key, depth, end]) => {
    let value: unknown = end;
    for (let level = 0; level < depth; level++)
      value = key === 'parts' ? [{ [key]: value }] : { [key]: value };
    return { id: 'a', [key]: value };
  });

function expectVerdict(parsed: ParsedInput): void {
  if ('value' in parsed) return;
  expect(parsed.issues.length).toBeGreaterThan(0);
  expect(parsed.issues.length).toBeLessThanOrEqual(51);
  for (const { path, code, message } of parsed.issues)
    expect([typeof path, typeof code, typeof message]).toEqual(['string', 'string', 'string']);
}

const NO_PARAMETER = { parameter: undefined };

describe('Fuzzing the arguments of tools', () => {
  it.each<[string, Input]>([
    ['a class', new DtoInput(Order, 'Test.order')],
    ['a JSON Schema', createInput({ schema: RAW, ...NO_PARAMETER }, 'Test.order')],
    ['a zod object', createInput({ schema: zodOrder, ...NO_PARAMETER }, 'Test.order')],
    ['no input', createInput({ schema: undefined, ...NO_PARAMETER }, 'Test.order')],
  ])('gives a value or what is wrong, for %s', (_, input) => {
    assertHolds(
      fc.property(fc.oneof({ weight: 9, arbitrary: args }, deepArgs), (given) => {
        const before = JSON.stringify(given);
        expectVerdict(input.parse(given) as ParsedInput);
        expect(JSON.stringify(given)).toBe(before);
      }),
    );
  });

  it('makes instances that hold what their class declares, on its own prototype', () => {
    const input = new DtoInput(Order, 'Test.order');
    const declared = new Set(Object.keys(input.schema['properties'] as object));
    assertHolds(
      fc.property(args, (given) => {
        const parsed = input.parse({ ...given, id: 'a' }) as ParsedInput;
        if (!('value' in parsed)) return;
        expect(Object.getPrototypeOf(parsed.value)).toBe(Order.prototype);
        expect(Object.keys(parsed.value as object).every((key) => declared.has(key))).toBe(true);
      }),
    );
  });

  it('describes a tool by any JSON that is a schema, and stops the start at what is none', () => {
    const keyword = fc.constantFrom(
      ...(
        '$id $ref $anchor $defs $schema $dynamicRef properties required pattern items allOf not ' +
        'if enum const format minimum patternProperties discriminator nullable $async id definitions unevaluatedProperties type'
      ).split(' '),
    );
    const odd = fc.oneof(
      leaf,
      fc.constantFrom<unknown>('#', '#/$defs/a', 'http://[', '%', '(', { type: 'string' }),
    );
    const schema = fc
      .array(fc.tuple(fc.oneof({ weight: 9, arbitrary: keyword }, loadedWord), odd), { maxLength: 4 })
      .map((entries) => ({ ...Object.fromEntries(entries), type: 'object' as const }));
    assertHolds(
      fc.property(schema, args, (given, sent) => {
        let input: Input;
        try {
          input = createInput({ schema: given, ...NO_PARAMETER }, 'Test.any');
        } catch (error) {
          if (error instanceof ConfigurationError) return;
          throw error;
        }
        expectVerdict(input.parse(sent) as ParsedInput);
      }),
    );
  });
});
