import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsDate,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { JsonSchema } from '../protocol/index.js';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';

enum Size {
  Small = 'small',
  Large = 'large',
}

class Address {
  @IsString()
  street!: string;

  @Matches(/^\d{5}$/)
  zip!: string;
}

class Order {
  @Describe('Who pays')
  @IsEmail()
  email!: string;

  @IsInt()
  @Min(1)
  @Max(9)
  count!: number;

  @IsOptional()
  @IsNumber()
  @IsPositive()
  price?: number;

  @IsEnum(Size)
  size!: Size;

  @IsIn(['red', 'blue'])
  colour = 'red';

  @IsBoolean()
  gift!: boolean;

  @IsString({ each: true })
  @Length(1, 3, { each: true })
  @ArrayMaxSize(2)
  tags!: string[];

  @ValidateNested()
  address!: Address;

  @ValidateNested({ each: true })
  @Type(() => Address)
  others!: Address[];
}

const ORDER = {
  email: 'a@b.example',
  count: 2,
  size: 'small',
  gift: true,
  tags: ['a'],
  address: { street: 's', zip: '12345' },
  others: [{ street: 't', zip: '54321' }],
};

const input = new DtoInput(Order, 'Test.order');

describe('DtoInput', () => {
  it('says in JSON Schema what the decorators accept', () => {
    const address = {
      type: 'object',
      properties: { street: { type: 'string' }, zip: { type: 'string', pattern: '^\\d{5}$' } },
      required: ['street', 'zip'],
      additionalProperties: false,
    };
    expect(input.schema).toEqual({
      $defs: { Address: address },
      type: 'object',
      properties: {
        email: { type: 'string', format: 'email', description: 'Who pays. Must be an email address.' },
        count: { type: 'integer', minimum: 1, maximum: 9 },
        price: { type: 'number', exclusiveMinimum: 0 },
        size: { type: 'string', enum: ['small', 'large'] },
        colour: { type: 'string', enum: ['red', 'blue'], default: 'red' },
        gift: { type: 'boolean' },
        tags: { type: 'array', maxItems: 2, items: { type: 'string', minLength: 1, maxLength: 3 } },
        address: { $ref: '#/$defs/Address' },
        others: { type: 'array', items: { $ref: '#/$defs/Address' } },
      },
      required: ['email', 'count', 'size', 'gift', 'tags', 'address', 'others'],
      additionalProperties: false,
    });
  });

  it('takes null for absent where a property is optional, and keeps its default', () => {
    class Coats {
      @IsOptional()
      @IsInt()
      count = 2;

      @IsOptional()
      @IsString()
      colour?: string;

      @Describe('Who wears them', { nullable: true })
      @IsOptional()
      @IsString()
      wearer?: string | null;
    }
    const coats = new DtoInput(Coats, 'Test.coats');
    const { value } = coats.parse({ count: null, colour: null, wearer: null }) as { value: Coats };
    expect(value).toEqual(Object.assign(new Coats(), { wearer: null }));
    expect(value.colour).toBeUndefined();
    expect(coats.parse({ count: '2' })).toMatchObject({ issues: [{ path: 'count', code: 'isInt' }] });
  });

  it('keeps the defaults of the class', () => {
    expect(input.parse(ORDER)).toMatchObject({ value: { colour: 'red' } });
  });

  it('makes instances of the classes', () => {
    const parsed = input.parse({ ...ORDER, colour: 'blue' });
    const { value } = parsed as { value: Order };
    expect(value).toBeInstanceOf(Order);
    expect([value.address, ...value.others].every((address) => address instanceof Address)).toBe(true);
  });

  it.each<[string, object, string[]]>([
    ['a missing property', { ...ORDER, gift: undefined }, ['gift required']],
    ['a property that is not declared', { ...ORDER, more: 1 }, ['more unknownProperty']],
    [
      'a nested mistake',
      { ...ORDER, address: { street: 1, zip: 'x', y: 2 } },
      ['address.y unknownProperty', 'address.street isString', 'address.zip matches'],
    ],
    [
      'a mistake in a list',
      { ...ORDER, others: [ORDER.address, { street: 's' }] },
      ['others.1.zip required'],
    ],
    ['text where an object belongs', { ...ORDER, address: 'here' }, ['address nestedValidation']],
    ['too many members', { ...ORDER, tags: ['a', 'b', 'long'] }, ['tags arrayMaxSize', 'tags.2 isLength']],
  ])('names %s', (_, args, expected) => {
    const { issues } = input.parse(args as never) as { issues: { path: string; code: string }[] };
    expect(issues.map(({ path, code }) => `${path} ${code}`).toSorted()).toEqual(expected.toSorted());
  });

  it('lets no key reach a prototype', () => {
    const args = JSON.parse(JSON.stringify(ORDER).replace('{', '{"__proto__":{"gift":false},')) as never;
    expect(input.parse(args)).toMatchObject({ issues: [{ path: '__proto__', code: 'unknownProperty' }] });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('has no default of the time when it was described, which is another one for each call', () => {
    class Dto {
      @IsDate() date = new Date();
      @IsInt() number = Date.now();
      @IsString() text = new Date().toISOString();
      @IsDate() constant = new Date(0);
    }
    const { properties } = new DtoInput(Dto, 'Test.it').schema;
    const defaults = Object.entries(properties as Record<string, JsonSchema>).filter(
      ([, schema]) => 'default' in schema,
    );
    expect(defaults.map(([name]) => name)).toEqual(['constant']);
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
      date: '1970-01-01T00:00:00.000Z',
      nothing: undefined,
      random: undefined,
      invalid: '',
    });
    expect(required).toEqual(['invalid']);
  });

  it('takes a default of null for what may be left out', () => {
    class Row {
      @IsOptional() @IsString() text: string | null = null;
      @Describe('A note', { nullable: true }) @IsOptional() @IsString() note: string | null = null;
      @ValidateNested() @Type(() => Address) address: Address = Object.assign(new Address(), {
        street: 's',
        zip: '12345',
      });
    }
    const row = new DtoInput(Row, 'Test.row');
    expect(row.schema).not.toHaveProperty('required');
    expect(row.schema['properties']).toMatchObject({ note: { default: null } });
    expect((row.schema['properties'] as { text: object }).text).toEqual({ type: 'string' });
    expect(row.parse({ text: null, address: null })).toEqual({ value: new Row() });
  });

  it('has no length but of text', () => {
    class Filled {
      @IsNotEmpty() @ValidateNested() @Type(() => Address) address!: Address;
      @IsNotEmpty() @IsInt() count!: number;
      @IsNotEmpty() @IsString({ each: true }) tags!: string[];
      @IsNotEmpty() name!: string;
    }
    const { properties } = new DtoInput(Filled, 'Test.filled').schema;
    const lengths = Object.entries(properties as Record<string, JsonSchema>).filter(
      ([, schema]) => 'minLength' in schema,
    );
    expect(lengths.map(([name]) => name)).toEqual(['name']);
  });
});
