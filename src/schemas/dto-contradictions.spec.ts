import 'reflect-metadata';
import { Expose, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Contains,
  IsDate,
  IsDateString,
  IsDivisibleBy,
  IsEmpty,
  IsIn,
  IsInstance,
  IsInt,
  IsNotEmpty,
  IsPositive,
  IsString,
  Matches,
  Max,
  MaxDate,
  MaxLength,
  Min,
  MinDate,
  MinLength,
  NotEquals,
  ValidateNested,
} from 'class-validator';
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

describe('An input class that contradicts itself', () => {
  it.each<[string, unknown, PropertyDecorator[], string]>([
    [
      'two types',
      String,
      [IsString(), IsInt()],
      'no value passes @IsString and @IsInt. Leave one of them out',
    ],
    ['an empty range', Number, [Min(10), Max(5)], 'no value passes @Min and @Max. Leave one of them out'],
    ['an open range', Number, [IsPositive(), Max(0)], 'no value passes @IsPositive and @Max'],
    ['an empty length', String, [MinLength(3), MaxLength(2)], 'no value passes @MinLength and @MaxLength'],
    [
      'an empty span of dates',
      Date,
      [MinDate(new Date('2026-02-01')), MaxDate(new Date('2026-01-01'))],
      'no value passes @MinDate and @MaxDate',
    ],
    [
      'a text that is longer than it may be',
      String,
      [Contains('abc'), MaxLength(2)],
      'no value passes @Contains',
    ],
    ['an empty size', Array, [ArrayMinSize(3), ArrayMaxSize(2)], 'no value passes @ArrayMinSize'],
    ['two choices', String, [IsIn(['a']), IsIn(['b'])], 'no value passes @IsIn and @IsIn'],
    ['a choice of another type', Object, [IsIn(['a']), IsInt()], 'no value passes @IsIn and @IsInt'],
    ['a choice beyond a bound', String, [IsIn(['a']), MinLength(2)], 'no value passes @IsIn and @MinLength'],
    [
      'members of two types',
      Array,
      [IsString({ each: true }), IsInt({ each: true })],
      'no member passes @IsString and @IsInt',
    ],
    [
      'another record of classes',
      Object,
      [ValidateNested({ each: true }), Type(() => Money)],
      'Declare a Map<string, TheClass>, or an array of the class',
    ],
    [
      'an empty choice',
      String,
      [IsIn([])],
      'no value passes the declared type and @IsIn. Leave one of them out',
    ],
    [
      'a date that is text',
      Date,
      [IsDate(), IsNotEmpty(), IsDateString()],
      'no value passes @IsDate and @IsDateString. Leave one of them out',
    ],
    [
      'a date under a pattern',
      Date,
      [MinDate(new Date(0)), Matches(/^2/)],
      'no value passes @MinDate and @Matches. Leave one of them out',
    ],
    [
      'dates in a list that are text',
      Array,
      [IsDate({ each: true }), IsString({ each: true })],
      'no member passes @IsDate and @IsString',
    ],
    [
      'a span without a whole number',
      Number,
      [IsInt(), Min(0.2), Max(0.8)],
      'no value passes @IsInt and @Min and @Max',
    ],
    [
      'a span without a multiple',
      Number,
      [IsDivisibleBy(5), Min(1), Max(4)],
      'no value passes @IsDivisibleBy and @Min and @Max',
    ],
    [
      'an open span without a whole number',
      Number,
      [IsInt(), IsPositive(), Max(0.5)],
      'no value passes @IsInt and @IsPositive and @Max',
    ],
    [
      'what is empty, and is not',
      String,
      [IsEmpty(), IsNotEmpty()],
      'no value passes @IsEmpty and @IsNotEmpty',
    ],
    [
      'a fraction as a divisor',
      Number,
      [IsDivisibleBy(0.01)],
      '@IsDivisibleBy divides by whole numbers alone, and not by 0. Write another divisor, or a decorator of your own',
    ],
    ['zero as a divisor', Number, [IsDivisibleBy(0)], '@IsDivisibleBy divides by whole numbers alone'],
  ])('is refused for %s', (_, designType, decorators, sentence) => {
    expect(() => inputOf(designType, decorators)).toThrow('Test.it: Dto.it');
    expect(() => inputOf(designType, decorators)).toThrow(sentence);
  });

  it.each<[string, unknown, PropertyDecorator[]]>([
    ['a range of one value', Number, [Min(5), Max(5)]],
    ['a range of one value above another bound', Number, [IsPositive(), Min(5), Max(5)]],
    ['a range of one whole number', Number, [IsInt(), Min(0.2), Max(1)]],
    ['a negative divisor', Number, [IsDivisibleBy(-5)]],
    ['an empty text', String, [IsEmpty(), IsString()]],
    ['a date that is present', Date, [IsDate(), IsNotEmpty(), IsInstance(Date), NotEquals(null)]],
  ])('is not %s', (_, designType, decorators) => {
    expect(inputOf(designType, decorators)).toBeInstanceOf(DtoInput);
  });

  it('refuses two properties of one name', () => {
    class Dto {
      @IsInt() size!: number;
      @Expose({ name: 'size' }) @IsInt() width!: number;
    }
    expect(() => new DtoInput(Dto, 'Test.it')).toThrow('two properties of Dto are sent as "size"');
  });
});
