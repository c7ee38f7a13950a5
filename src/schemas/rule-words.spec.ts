import 'reflect-metadata';
import {
  ArrayContains,
  ArrayNotContains,
  Contains,
  IsAlpha,
  IsAlphanumeric,
  IsCreditCard,
  IsCurrency,
  IsEmail,
  IsFirebasePushId,
  IsFullWidth,
  IsIBAN,
  IsIdentityCard,
  IsInt,
  IsIP,
  IsISBN,
  IsISSN,
  IsLatitude,
  IsMACAddress,
  IsMobilePhone,
  IsMongoId,
  IsMultibyte,
  IsNotIn,
  IsNumber,
  IsPassportNumber,
  IsPhoneNumber,
  IsPostalCode,
  IsStrongPassword,
  IsSurrogatePair,
  IsTaxId,
  IsUUID,
  IsVariableWidth,
  Matches,
  MaxDate,
  MinDate,
  NotContains,
  NotEquals,
  Validate,
  ValidatorConstraint,
} from 'class-validator';
import * as validators from 'class-validator';
import type { JsonSchema } from '../protocol/index.js';
import { DtoInput } from './dto-input.js';
import type { InputIssue } from './input.js';
import { WORDS } from './text-words.js';
import { A_DATE } from './value-rules.js';

@ValidatorConstraint({ name: 'exists' })
class ExistsConstraint {
  validate(): boolean {
    return true;
  }

  defaultMessage(): string {
    return '$property does not exist in the database';
  }
}

/** A class of one property with these decorators. */
function inputOf(designType: unknown, ...decorators: PropertyDecorator[]): DtoInput {
  class Dto {}
  Reflect.defineMetadata('design:type', designType, Dto.prototype, 'it');
  for (const decorate of decorators) decorate(Dto.prototype, 'it');
  return new DtoInput(Dto, 'Test.it');
}

function schemaOf(designType: unknown, ...decorators: PropertyDecorator[]): JsonSchema {
  return (inputOf(designType, ...decorators).schema['properties'] as { it: JsonSchema }).it;
}

/** What a model reads of a value. */
function faultsOf(value: unknown, designType: unknown, decorator: PropertyDecorator): string[] {
  const { issues } = inputOf(designType, decorator).parse({ it: value }) as { issues: InputIssue[] };
  return issues.map(({ message }) => message);
}

describe('The words of a rule', () => {
  it.each<[string, JsonSchema, unknown, PropertyDecorator[]]>([
    [
      'has one type for each alternative',
      {
        anyOf: [{ type: 'number' }, { type: 'string' }],
        description: 'Must be a latitude in degrees, such as 59.91.',
      },
      Object,
      [IsLatitude()],
    ],
    [
      'has a format as a note',
      { type: 'string', format: 'email', description: 'Must be an email address.' },
      String,
      [IsEmail()],
    ],
    [
      'says what is wanted, not what failed',
      {
        type: 'string',
        description:
          'Must have at least 8 characters, 1 lower-case letter, 1 upper-case letter, 2 digits, 1 symbol.',
      },
      String,
      [IsStrongPassword({ minNumbers: 2 })],
    ],
    [
      'says nothing of a failure text',
      { type: 'string', description: 'Must pass exists.' },
      String,
      [Validate(ExistsConstraint)],
    ],
    [
      'says nothing of an own failure text',
      { type: 'string', description: 'Must be an IBAN.' },
      String,
      [IsIBAN({}, { message: 'That is wrong' })],
    ],
    [
      'has a bound of dates in ISO 8601',
      {
        type: 'string',
        format: 'date-time',
        description: 'Must not be before 1970-01-01T00:00:00.000Z.',
      },
      Date,
      [MinDate(new Date(0))],
    ],
    [
      'has no source code for a bound that moves',
      { type: 'string', format: 'date-time', description: `Must be ${A_DATE}.` },
      Date,
      [MaxDate(() => new Date())],
    ],
  ])('%s', (_, expected, designType, decorators) => {
    expect(schemaOf(designType, ...decorators)).toEqual(expected);
  });

  it.each<[string, string, unknown, PropertyDecorator]>([
    ['letters of English', 'Must contain only letters (a-z, A-Z).', 'é', IsAlpha()],
    ['letters of a locale', 'Must contain only letters of de-DE.', '1', IsAlpha('de-DE')],
    ['letters and digits', 'Must contain only letters (a-z, A-Z) and digits.', '-', IsAlphanumeric()],
    [
      'letters of a locale and digits',
      'Must contain only letters of de-DE and digits.',
      '-',
      IsAlphanumeric('de-DE'),
    ],
    ['wide characters', 'Must contain a full-width character, such as Ａ.', 'a', IsFullWidth()],
    ['both widths', 'Must contain both full-width and half-width characters.', 'a', IsVariableWidth()],
    ['more than ASCII', 'Must contain a character that is not ASCII, such as é.', 'a', IsMultibyte()],
    ['astral characters', 'Must contain a character above U+FFFF, such as 😀.', 'a', IsSurrogatePair()],
    ['money', 'Must be an amount of money as text, such as 12.50.', 'a', IsCurrency()],
    ['an e-mail address', 'Must be an email address.', 'a', IsEmail()],
    ['an address of a card', 'Must be a MAC address, such as 00:1b:44:11:3a:b7.', 'a', IsMACAddress()],
    [
      'a phone anywhere',
      'Must be a phone number with its country code, such as +4722123456.',
      'a',
      IsPhoneNumber(),
    ],
    ['a phone of a country', 'Must be a phone number (NO).', 'a', IsPhoneNumber('NO')],
    ['a mobile phone', 'Must be a mobile phone number (nb-NO).', 'a', IsMobilePhone('nb-NO')],
    ['any mobile phone', 'Must be a mobile phone number.', 'a', IsMobilePhone()],
    [
      'mobile phones of two countries',
      'Must be a mobile phone number (nb-NO, sv-SE).',
      'a',
      IsMobilePhone(['nb-NO', 'sv-SE'] as never),
    ],
    ['a postal code', 'Must be a postal code (NO).', 'a', IsPostalCode('NO')],
    ['any postal code', 'Must be a postal code.', 'a', IsPostalCode('any')],
    ['an identity card', 'Must be the number of an identity card (ES).', 'a', IsIdentityCard('ES')],
    ['a passport', 'Must be the number of a passport (NO).', 'a', IsPassportNumber('NO')],
    ['a tax number', 'Must be a tax identification number (de-DE).', 'a', IsTaxId('de-DE')],
    ['a UUID of a version', 'Must be a UUID of version 4.', 'a', IsUUID('4')],
    ['a MongoDB id', 'Must be a MongoDB ObjectId, such as 507f1f77bcf86cd799439011.', 'a', IsMongoId()],
    ['a credit card', 'Must be a credit card number.', 'a', IsCreditCard()],
    ['a push id', 'Must be a Firebase push ID.', 'a', IsFirebasePushId()],
    ['an ISSN', 'Must be an ISSN.', 'a', IsISSN()],
    ['an ISBN of a version', 'Must be an ISBN-13.', 'a', IsISBN('13')],
    ['flags of a pattern', 'Must match the regular expression /^a$/i.', 'b', Matches(/^a$/i)],
  ])('names %s, in the schema and in the verdict', (_, sentence, wrong, decorator) => {
    expect(schemaOf(String, decorator)).toMatchObject({ type: 'string', description: sentence });
    const part = sentence.charAt(0).toLowerCase() + sentence.slice(1, -1);
    expect(faultsOf(wrong, String, decorator)).toEqual([part]);
  });

  it.each<[string, string, unknown, unknown, PropertyDecorator]>([
    ['a number', 'must be a number', 'a', Number, IsNumber()],
    [
      'a number of few decimals',
      'must be a number with at most 1 decimal place',
      0.25,
      Number,
      IsNumber({ maxDecimalPlaces: 1 }),
    ],
    ['a version of IP', 'must be an IPv4 address', 'a', String, IsIP('4')],
    ['a pattern', 'must match the regular expression /^a$/', 'b', String, Matches(/^a$/)],
    ['a pattern as text', 'must match the regular expression ^a$', 'b', String, Matches('^a$')],
    ['what is contained', 'must contain "@"', 'a', String, Contains('@')],
    ['what is not contained', 'must not contain "@"', '@', String, NotContains('@')],
    ['another value', 'must not be 7', 7, Number, NotEquals(7)],
    ['other values', 'must not be one of: "a", "b"', 'a', String, IsNotIn(['a', 'b'])],
    ['members', 'must contain: "a", "b"', ['a'], Array, ArrayContains(['a', 'b'])],
    ['no members', 'must not contain: "a", "b"', ['a'], Array, ArrayNotContains(['a', 'b'])],
  ])('demands %s in the verdict', (_, part, wrong, designType, decorator) => {
    expect(faultsOf(wrong, designType, decorator)).toEqual([part]);
  });

  it('has the bound of dates in the verdict, where it moves', () => {
    const bound = new Date('2026-01-01');
    expect(
      faultsOf(
        '2026-01-02',
        Date,
        MaxDate(() => bound),
      ),
    ).toEqual(['must not be after 2026-01-01T00:00:00.000Z']);
    expect(
      faultsOf(
        '2025-12-31',
        Date,
        MinDate(() => bound),
      ),
    ).toEqual(['must not be before 2026-01-01T00:00:00.000Z']);
  });

  it('says that a rule has a condition', () => {
    const decorator = IsInt({ validateIf: () => true });
    expect(schemaOf(Number, decorator)).toEqual({
      type: 'number',
      description: 'Under a condition: must be an integer number.',
    });
  });

  const EXAMPLES = Object.entries(WORDS).flatMap(([name, words]) => {
    const [, example] = / such as (.+)\.$/.exec(words) ?? [];
    return example === undefined ? [] : [[name, example] as const];
  });

  it.each(EXAMPLES)('has an example that %s accepts: %s', (name, example) => {
    const judges: Readonly<Record<string, unknown>> = validators;
    const judge = Object.keys(judges).find(
      (key) => key.toLowerCase() === name.toLowerCase() && key.startsWith('is'),
    );
    expect((judges[judge!] as (value: string) => boolean)(example)).toBe(true);
  });
});
