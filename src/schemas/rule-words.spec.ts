import 'reflect-metadata';
import {
  IsCurrency,
  IsEmail,
  IsIBAN,
  IsInstance,
  IsLatitude,
  IsObject,
  IsPhoneNumber,
  IsStrongPassword,
  MaxDate,
  MinDate,
  Validate,
  ValidatorConstraint,
} from 'class-validator';
import type { JsonSchema } from '../protocol/index.js';
import { DtoInput } from './dto-input.js';
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

/** The schema of one property with these decorators. */
function schemaOf(designType: unknown, ...decorators: PropertyDecorator[]): JsonSchema {
  class Dto {}
  Reflect.defineMetadata('design:type', designType, Dto.prototype, 'it');
  for (const decorate of decorators) decorate(Dto.prototype, 'it');
  return (new DtoInput(Dto, 'Test.it').schema['properties'] as { it: JsonSchema }).it;
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
      'has the alternative that TypeScript wrote down',
      { type: 'number', description: 'Must be a latitude in degrees, such as 59.91.' },
      Number,
      [IsLatitude()],
    ],
    [
      'says what an amount of money looks like',
      { type: 'string', description: 'Must be an amount of money as text, such as 12.50.' },
      String,
      [IsCurrency()],
    ],
    [
      'has a format as a note',
      { type: 'string', format: 'email', description: 'Must be an email.' },
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
      'says of which country',
      { type: 'string', description: 'Must be a phone number of DE.' },
      String,
      [IsPhoneNumber('DE')],
    ],
    ['says nothing of a class', { type: 'object' }, Object, [IsObject(), IsInstance(ExistsConstraint)]],
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
});
