import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsEmail, IsIBAN, IsInt, IsString, Matches, ValidateNested } from 'class-validator';
import { z } from 'zod';
import { createInput } from './create-input.js';
import { DtoInput } from './dto-input.js';
import { JsonSchemaInput } from './json-schema-input.js';
import { StandardSchemaInput } from './standard-schema.js';

class Plain {
  @IsInt() count!: number;
}

class Address {
  @Matches(/^a/i) zip!: string;
}

class Payment {
  @IsIBAN() @IsString() account!: string;
  @IsEmail({}, { each: true }) to!: string[];
  @ValidateNested() @Type(() => Address) from!: Address;
}

class Tagged {
  @IsString({ each: true }) tags!: Set<string>;
}

class Built {
  constructor(parts: string[]) {
    this.count = parts.length;
  }

  @IsInt() count: number;
}

describe('The input of a tool', () => {
  const debug = jest.spyOn(Logger.prototype, 'debug').mockImplementation();
  beforeEach(() => debug.mockClear());
  afterAll(() => debug.mockRestore());

  it('is a class, a Standard Schema, a JSON Schema, or nothing', () => {
    const parameter = { type: Plain };
    expect(createInput({ schema: undefined, parameter }, 'T.a')).toBeInstanceOf(DtoInput);
    expect(createInput({ schema: z.object({}), parameter }, 'T.a')).toBeInstanceOf(StandardSchemaInput);
    expect(createInput({ schema: { type: 'object' }, parameter }, 'T.a')).toBeInstanceOf(JsonSchemaInput);
    const nothing = createInput({ schema: undefined, parameter: undefined }, 'T.a');
    expect(nothing.parse({ more: 1 })).toMatchObject({ issues: [{ path: 'more', code: 'unknownProperty' }] });
    expect(debug).not.toHaveBeenCalled();
  });

  it('says to who debugs which rules clients see as words only', () => {
    createInput({ schema: undefined, parameter: { type: Payment } }, 'Payments.pay');
    expect(debug.mock.calls).toEqual([
      [
        'Payments.pay: its JSON Schema has only words for Payment.account (@IsIBAN), Payment.to (@IsEmail), ' +
          'Address.zip (@Matches). Calls are still held to them',
      ],
    ]);
  });

  it.each<[new (parts: string[]) => object, string]>([
    [Tagged, 'T.a: Tagged.tags is a Set, which JSON does not have. Declare an array with @ArrayUnique()'],
    [Built, 'T.a: Built cannot be made without arguments'],
  ])('is refused at boot for %p', (type, message) => {
    expect(() => createInput({ schema: undefined, parameter: { type } }, 'T.a')).toThrow(message);
  });
});
