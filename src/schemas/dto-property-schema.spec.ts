import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayUnique,
  Contains,
  IsArray,
  Equals,
  IsDate,
  IsEnum,
  IsIBAN,
  IsIn,
  IsInstance,
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
import { A_DATE } from './value-rules.js';

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
    properties: { size: { type: 'integer' }, kind: { type: 'string', enum: ['leaf'] } },
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
      { type: 'string', description: 'Must match the regular expression /a/i.' },
      String,
      [Matches(/a/i)],
    ],
    [
      'has words for a pattern that is illegal with the flag u',
      { type: 'string', description: String.raw`Must match the regular expression \-.` },
      String,
      [Matches(String.raw`\-`)],
    ],
    [
      'has the values of a numeric enum, and says what they stand for',
      { type: 'integer', enum: [0, 1], description: '0 = Low, 1 = High' },
      Number,
      [IsEnum(Priority)],
    ],
    [
      'has the values of an enum by their types',
      {
        anyOf: [
          { type: 'string', enum: ['a'] },
          { type: 'integer', enum: [2] },
        ],
        description: '2 = B',
      },
      Object,
      [IsEnum({ A: 'a', B: 2, 2: 'B' })],
    ],
    ['shows no null where it may be left out', { type: 'string' }, String, [IsOptional(), IsString()]],
    ['has no null beside values', { type: 'string', enum: ['a'] }, String, [IsOptional(), IsIn(['a'])]],
    ['has one value for a constant', { type: 'integer', enum: [1] }, Number, [IsOptional(), Equals(1)]],
    [
      'allows null where a condition excepts it',
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      Object,
      [ValidateIf((_, value) => value !== null), IsString()],
    ],
    [
      'allows null where its description says so',
      { description: 'A note', anyOf: [{ type: 'string' }, { type: 'null' }] },
      String,
      [IsOptional(), Describe('A note', { nullable: true }), IsString()],
    ],
    [
      'allows null where it is one of the values',
      { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] },
      Object,
      [IsOptional(), IsIn(['a', null])],
    ],
    [
      'allows no null where a condition excepts what is missing',
      { type: 'string' },
      String,
      [ValidateIf((_, value) => value !== undefined), IsString()],
    ],
    [
      'keeps what its rules say where a condition looks at other properties',
      { type: 'integer', description: 'A size. Checked under a condition.' },
      Number,
      [Describe('A size'), ValidateIf((object: { on: boolean }) => object.on), IsInt()],
    ],
    ['is of the declared type where the rules leave it open', { type: 'number' }, Number, [IsOptional()]],
    [
      'is a date where nothing but the declared type says so',
      { type: 'string', format: 'date-time', description: `Must be ${A_DATE}.` },
      Date,
      [IsOptional()],
    ],
    ['always has items', { type: 'array', items: {} }, Array, [IsArray()]],
    [
      'has items of lists, too',
      { type: 'array', items: { type: 'array', items: {} } },
      Array,
      [IsArray({ each: true })],
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
      { type: 'array', items: {}, description: 'Must be a list without repeated members.' },
      Array,
      [ArrayUnique()],
    ],
    [
      'is text for a date',
      { type: 'string', format: 'date-time', description: `Must be ${A_DATE}.` },
      Date,
      [IsDate()],
    ],
    ['says nothing of an instance, which it becomes', LEAF, Leaf, [IsInstance(Leaf), ValidateNested()]],
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
});
