import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayUnique,
  Contains,
  Equals,
  IsDate,
  IsEnum,
  IsIBAN,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  Validate,
  ValidateIf,
  ValidateNested,
  ValidatorConstraint,
} from 'class-validator';
import type { JsonSchema } from '../protocol/index.js';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';

enum Priority {
  Low,
  High,
}

@ValidatorConstraint({ name: 'isPrime' })
class PrimeConstraint {
  validate(): boolean {
    return true;
  }
}

class Leaf {
  @IsInt() size!: number;
}

/** The schema of one property with these decorators. */
function schemaOf(designType: unknown, ...decorators: PropertyDecorator[]): JsonSchema {
  class Dto {}
  Reflect.defineMetadata('design:type', designType, Dto.prototype, 'it');
  for (const decorate of decorators) decorate(Dto.prototype, 'it');
  return (new DtoInput(Dto, 'Test.it').schema['properties'] as { it: JsonSchema }).it;
}

const PETS = {
  keepDiscriminatorProperty: true,
  discriminator: { property: 'kind', subTypes: [{ name: 'leaf', value: Leaf }] },
};

describe('The JSON Schema of a property', () => {
  const LEAF = {
    type: 'object',
    properties: { size: { type: 'integer' } },
    required: ['size'],
    additionalProperties: false,
  };
  const UNION = {
    ...LEAF,
    properties: { size: { type: 'integer' }, kind: { const: 'leaf' } },
    required: ['kind', 'size'],
  };

  it.each<[string, JsonSchema, unknown, PropertyDecorator[]]>([
    ['is the narrower of two types', { type: 'integer' }, Number, [IsNumber(), IsInt()]],
    [
      'has the tighter of two bounds',
      { type: 'number', minimum: 2 },
      Number,
      [Min(1), Min(2), Max(Infinity)],
    ],
    ['accepts nothing where rules exclude each other', { not: {} }, String, [IsString(), IsInt()]],
    [
      'has each of two patterns',
      { type: 'string', pattern: 'a', allOf: [{ pattern: 'b' }] },
      String,
      [Matches(/a/), Matches(/b/)],
    ],
    [
      'escapes text in a pattern',
      { type: 'string', pattern: String.raw`a\.b\/` },
      String,
      [Contains('a.b/')],
    ],
    [
      'has words for a pattern with flags',
      { type: 'string', description: 'Must match /a/i regular expression.' },
      String,
      [Matches(/a/i)],
    ],
    [
      'has words for a pattern that is illegal with the flag u',
      { type: 'string', description: String.raw`Must match \- regular expression.` },
      String,
      [Matches(String.raw`\-`)],
    ],
    [
      'has the values and the names of a numeric enum',
      { enum: ['Low', 'High', 0, 1] },
      Number,
      [IsEnum(Priority)],
    ],
    [
      'allows null where it may be left out',
      { type: ['string', 'null'] },
      String,
      [IsOptional(), IsString()],
    ],
    [
      'allows null beside values',
      { type: ['string', 'null'], enum: ['a', null] },
      String,
      [IsOptional(), IsIn(['a'])],
    ],
    [
      'allows null beside a constant',
      { anyOf: [{ const: 1 }, { type: 'null' }] },
      Number,
      [IsOptional(), Equals(1)],
    ],
    [
      'allows null where a condition excepts it',
      { type: ['string', 'null'] },
      Object,
      [ValidateIf((_, value) => value !== null), IsString()],
    ],
    [
      'allows no null where a condition excepts what is missing',
      { type: 'string' },
      String,
      [ValidateIf((_, value) => value !== undefined), IsString()],
    ],
    [
      'is open where a condition looks at other properties',
      { description: 'A size. Checked under a condition: Must be an integer number.' },
      Number,
      [Describe('A size'), ValidateIf((object: { on: boolean }) => object.on), IsInt()],
    ],
    [
      'is of the declared type where the rules leave it open',
      { type: ['number', 'null'] },
      Number,
      [IsOptional()],
    ],
    ['is not empty', { type: 'string', minLength: 1 }, String, [IsNotEmpty()]],
    [
      'names a rule that it cannot express',
      { type: 'string', description: 'Must be an IBAN.' },
      String,
      [IsIBAN()],
    ],
    [
      'names a rule on each member',
      { type: 'array', items: { type: 'string', description: 'Must be an IBAN.' } },
      Array,
      [IsIBAN(undefined, { each: true })].flat(),
    ],
    [
      'has the message of a custom rule',
      { type: 'number', description: 'Which. Must be prime.' },
      Number,
      [Describe('Which'), Validate(PrimeConstraint, { message: '$property must be prime' })],
    ],
    [
      'has the name of a custom rule that has no message',
      { type: 'number', description: 'Must pass isPrime.' },
      Number,
      [Validate(PrimeConstraint)],
    ],
    [
      'has examples',
      { type: 'string', description: 'A city', examples: ['Oslo'] },
      String,
      [Describe('A city', { examples: ['Oslo'] }), IsString()],
    ],
    [
      'compares members only where JSON Schema does it alike',
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
      Array,
      [ArrayUnique(), IsString({ each: true })],
    ],
    [
      'has words for unique objects',
      { type: 'array', description: 'All elements must be unique.' },
      Array,
      [ArrayUnique()],
    ],
    [
      'is text for a date',
      { type: 'string', description: 'Must be a date, such as 2026-01-31T12:00:00Z.' },
      Date,
      [IsDate()],
    ],
    ['is any object for a record', { type: 'object' }, Object, [IsObject()]],
    [
      'has the members of a map',
      { type: 'object', additionalProperties: { ...LEAF } },
      Map,
      [ValidateNested({ each: true }), Type(() => Leaf)],
    ],
    ['is one of a union', UNION, Object, [ValidateNested(), Type(() => Object, PETS)]],
    [
      'bounds the length of members',
      { type: 'object', additionalProperties: { type: 'string', maxLength: 3 } },
      Map,
      [MaxLength(3, { each: true })],
    ],
  ])('%s', (_, expected, designType, decorators) => {
    expect(schemaOf(designType, ...decorators)).toEqual(expected);
  });

  it('has the default of the class, where JSON holds it and it stays the same', () => {
    class Dto {
      @IsIn(['a']) text = 'a';
      @IsString({ each: true }) list: string[] = [];
      @IsDate() date = new Date(0);
      @IsNumber({ allowNaN: true }) nothing = Number.NaN;
      @IsNumber() random = Math.random();
      @IsNotEmpty() invalid = '';
    }
    const { properties, required } = new DtoInput(Dto, 'Test.it').schema;
    const defaults = Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) => [
      name,
      schema['default'],
    ]);
    expect(Object.fromEntries(defaults)).toEqual({
      text: 'a',
      list: [],
      date: undefined,
      nothing: undefined,
      random: undefined,
      invalid: '',
    });
    expect(required).toEqual(['invalid']);
  });
});
