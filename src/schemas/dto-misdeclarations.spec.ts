import 'reflect-metadata';
import { Exclude, Transform, Type } from 'class-transformer';
import {
  Allow,
  IsArray,
  IsDate,
  IsDateString,
  IsIn,
  IsInstance,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';

class Money {
  @IsInt() cents!: number;
}

function inputOf(designType: unknown, decorators: readonly PropertyDecorator[]): DtoInput {
  class Dto {}
  Reflect.defineMetadata('design:type', designType, Dto.prototype, 'it');
  for (const decorate of decorators) decorate(Dto.prototype, 'it');
  return new DtoInput(Dto, 'Test.it');
}

describe('An input class that contradicts what TypeScript declares', () => {
  it.each<[string, unknown, PropertyDecorator[], string]>([
    [
      'text that becomes a number',
      Number,
      [Type(() => Number), IsString()],
      'becomes a number by @Type(() => Number), but @IsString takes other values. Leave @Type() out, or write another decorator',
    ],
    [
      'members that become text',
      Array,
      [Type(() => String), IsInt({ each: true })],
      'becomes a string by @Type(() => String), but @IsInt takes other values',
    ],
    [
      'a schema that nothing reads',
      String,
      [Describe('A', { schema: { type: 'object' } }), IsString()],
      'has a schema in @Describe(), and no @Transform() that reads what it says. Leave the schema out, or add the transform',
    ],
    [
      'a schema that is none',
      String,
      [Describe('A', { schema: { type: 'text' } }), Transform(({ value }) => String(value)), IsString()],
      'the schema of @Describe() is not a JSON Schema',
    ],
    [
      'a schema that refers elsewhere',
      String,
      [Describe('A', { schema: { $ref: '#/$defs/A' } }), Transform(({ value }) => String(value)), IsString()],
      'the schema of @Describe() has a $ref. Write out what it refers to',
    ],
    [
      'a forgotten each',
      Array,
      [IsString()],
      'is declared as an array, but @IsString wants one value. Add { each: true }',
    ],
    [
      'a forgotten each beside @IsArray()',
      Array,
      [IsArray(), IsString()],
      'is declared as an array, but @IsString wants one value. Add { each: true }',
    ],
    [
      'two forgotten each',
      Array,
      [IsString(), MaxLength(3)],
      'is declared as an array, but @IsString and @MaxLength want one value. Add { each: true }',
    ],
    [
      'an each too many',
      String,
      [IsString({ each: true })],
      'is declared as a string, but @IsString has { each: true }. Leave that out, or declare an array',
    ],
    [
      'two each too many',
      String,
      [IsString({ each: true }), MaxLength(3, { each: true })],
      'is declared as a string, but @IsString and @MaxLength have { each: true }. Leave that out, or declare an array',
    ],
    [
      'a record of classes',
      Object,
      [IsObject(), ValidateNested({ each: true }), Type(() => Money)],
      'is declared as a record, but @ValidateNested({ each: true }) wants an array. Declare a Map<string, TheClass>',
    ],
    [
      'a class that nothing checks',
      Money,
      [IsOptional()],
      'is declared as Money, but no decorator checks it. Add @ValidateNested(), or @Allow() if any value will do',
    ],
    [
      'text that is declared as a number',
      Number,
      [IsString()],
      'is declared as a number, but @IsString takes other values. Declare what it takes, or write another decorator',
    ],
    [
      'numbers that are declared as text',
      String,
      [IsInt(), Min(1)],
      'is declared as a string, but @IsInt and @Min take other values. Declare what they take',
    ],
    [
      'text that is declared as a date',
      Date,
      [IsDateString()],
      'is declared as a Date, but @IsDateString takes other values. Write @IsDate()',
    ],
    [
      'a date that is declared as text',
      String,
      [IsDate()],
      'is declared as a string, but @IsDate takes other values',
    ],
    [
      'a bigint',
      BigInt,
      [IsInt()],
      'is declared as a bigint, which JSON does not have. Declare a number with @IsInt()',
    ],
    [
      'an instance that nothing makes',
      Money,
      [IsInstance(Money)],
      'is never an instance of Money, which @IsInstance wants: JSON has none. Add @ValidateNested(), which makes it',
    ],
    ['a set', Set, [IsArray()], 'is a Set, which JSON does not have. Declare an array with @ArrayUnique()'],
    [
      'a schema that is no object',
      String,
      [Describe('A', { schema: true as never }), Transform(({ value }) => String(value)), IsString()],
      "the schema of @Describe() must be an object, such as { type: 'string' }",
    ],
  ])('is refused for %s', (_, designType, decorators, sentence) => {
    expect(() => inputOf(designType, decorators)).toThrow('Test.it: Dto.it');
    expect(() => inputOf(designType, decorators)).toThrow(sentence);
  });

  it.each<[string, unknown, PropertyDecorator[]]>([
    ['any value of a class', Money, [Allow()]],
    [
      'a list whose alias is compiled away',
      Object,
      [IsArray(), ValidateNested({ each: true }), Type(() => Money)],
    ],
    ['a text that becomes a list', Array, [Transform(({ value }) => String(value).split(',')), IsString()]],
    ['a list that becomes a set', Set, [Transform(({ value }) => new Set(value as [])), Allow()]],
    ['text that becomes a number', Number, [Type(() => Number), IsInt()]],
    ['a choice of several types', Number, [IsIn([1, 'a'])]],
    ['an instance that is made', Money, [IsInstance(Money), ValidateNested()]],
    ['an instance of what text becomes', Date, [IsInstance(Date)]],
    ['an instance that clients do not send', Money, [IsInstance(Money), Exclude()]],
    ['an instance that a transform makes', Money, [IsInstance(Money), Transform(() => new Money())]],
  ])('is not %s', (_, designType, decorators) => {
    expect(inputOf(designType, decorators)).toBeInstanceOf(DtoInput);
  });
});
