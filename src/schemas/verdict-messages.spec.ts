import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayUnique,
  IsDate,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsLongitude,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxDate,
  MaxLength,
  Min,
  MinDate,
  NotContains,
  ValidateNested,
} from 'class-validator';
import type { Params } from '../protocol/index.js';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';
import type { InputIssue } from './input.js';
import { A_DATE } from './value-rules.js';

enum Level {
  Low,
  High,
}

class Leaf {
  @IsInt() size!: number;
}

const leafOrStem = Type(() => Object, {
  discriminator: {
    property: 'kind',
    subTypes: [
      { name: 'leaf', value: Leaf },
      { name: 'stem', value: Leaf },
    ],
  },
});

class Search {
  @Min(1) @Max(9) @IsInt() page!: number;
  @IsOptional() @IsDate() @MinDate(new Date(0)) at?: Date;
  @IsOptional() @MaxDate(new Date(0)) until?: Date;
  @IsOptional() @IsEnum(Level) level?: Level;
  @IsOptional() @IsIn([1, 'x', null]) inn?: unknown;
  @IsOptional() @IsString({ each: true }) @MaxLength(2, { each: true }) @ArrayUnique() tags?: string[];
  @IsOptional() @IsEmail() mail?: string;
  @IsOptional() @IsString({ message: '$property is a word of $target' }) word?: string;
  @IsOptional() @Max(9) most?: number;
  @IsOptional() @NotContains(' ') spaced?: string;
  @Describe('A note', { nullable: true }) @IsOptional() @IsString() note?: string | null;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) price?: number;
  @IsOptional() @IsLongitude() east?: number;
  @IsOptional() @IsNumber() weight?: number;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Leaf) leaves?: Leaf[];
  @IsOptional() @ValidateNested() @leafOrStem part?: Leaf;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 0 }) whole?: number;
  @IsOptional() @Describe('Anything') @IsOptional() rest?: string;
}

const input = new DtoInput(Search, 'Test.search');

function linesOf(args: Params): string[] {
  const { issues } = input.parse({ page: 1, ...args }) as { issues: InputIssue[] };
  return issues.map(({ path, code, message }) => `${path}: ${message} [${code}]`);
}

describe('What a model is told of wrong arguments', () => {
  it.each<[string, Params, string[]]>([
    ['that a property is missing, once', { page: undefined }, ['page: is required [required]']],
    ['that a part is missing', { leaves: [{}] }, ['leaves.0.size: is required [required]']],
    ['the type first, and then no rules', { page: '2' }, ['page: must be an integer number [isInt]']],
    ['the type that a bound wants', { most: '2' }, ['most: must be a number [isNumber]']],
    ...[{ price: '2' }, { price: 2.345 }].map<[string, Params, string[]]>((args) => [
      `the type of a number with few decimal places, as of ${args.price}`,
      args,
      ['price: must be a number with at most 2 decimal places [isNumber]'],
    ]),
    ['that a whole number is wanted', { whole: 1.5 }, ['whole: must be an integer [isNumber]']],
    [
      'what a missing discriminator may be',
      { part: { size: 1 } },
      ['part.kind: is required: one of "leaf", "stem" [required]'],
    ],
    [
      'what another discriminator may be',
      { part: { kind: 'root' } },
      ['part.kind: must be one of: "leaf", "stem" [discriminator]'],
    ],
    ['that a number is wanted', { weight: '2' }, ['weight: must be a number [isNumber]']],
    ['the type that TypeScript wrote down', { east: '10.75' }, ['east: must be a number [isNumber]']],
    ['rules of the right type', { page: 0 }, ['page: must not be less than 1 [min]']],
    ['the type of a member first', { tags: ['a', 1] }, ['tags.1: must be a string [isString]']],
    [
      'the rule of a member',
      { tags: ['abc'] },
      ['tags.0: must be shorter than or equal to 2 characters [maxLength]'],
    ],
    [
      'what a list must be',
      { tags: ['a', 'a'] },
      ['tags: must be a list without repeated members [arrayUnique]'],
    ],
    ['the example of the schema', { at: 'soon' }, [`at: must be ${A_DATE} [isDate]`]],
    ['the example where only a bound is declared', { until: 5 }, [`until: must be ${A_DATE} [isDate]`]],
    [
      'the bound of a date',
      { at: '1969-01-01' },
      ['at: must not be before 1970-01-01T00:00:00.000Z [minDate]'],
    ],
    [
      'what the numbers of an enum stand for',
      { level: 'High' },
      ['level: must be one of: 0 = Low, 1 = High [isEnum]'],
    ],
    ['values as JSON has them', { inn: 'y' }, ['inn: must be one of: 1, "x", null [isIn]']],
    ['one line for text in a format', { mail: 'x' }, ['mail: must be an email address [isEmail]']],
    ["the author's own words", { word: 1 }, ['word: is a word of Search [isString]']],
    ['text that is not wanted', { spaced: 'a b' }, ['spaced: must not contain " " [notContains]']],
    ['that null is taken too', { note: 5 }, ['note: must be a string, or null [isString]']],
    ['which names there are not', { more: 1 }, ['more: is not a property of this input [unknownProperty]']],
  ])('is %s', (_, args, lines) => {
    expect(linesOf(args)).toEqual(lines);
  });
});
