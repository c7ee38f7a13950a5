import 'reflect-metadata';
import { Expose, plainToInstance, Transform, Type } from 'class-transformer';
import { IsArray, IsDate, IsInt, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { Params } from '../protocol/index.js';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';
import type { InputIssue } from './input.js';

const trim = Transform(({ value }: { value: string }) => value.trim());
const fromJson = Transform(({ value }) => JSON.parse(value as string) as unknown);

class Address {
  @IsString() street!: string;
  @Expose({ name: 'post_code' }) @IsOptional() @IsString() postCode?: string;
}

function parse(dto: DtoClass, args: Params): { value?: unknown; issues?: InputIssue[] } {
  return new DtoInput(dto, 'Test.it').parse(args) as object;
}

function told(dto: DtoClass, args: Params): string[] {
  return (parse(dto, args).issues ?? []).map(({ path, message }) => `${path} ${message}`);
}

describe('A transform that throws', () => {
  class Person {
    @trim @IsString() @MaxLength(5) name!: string;
    @IsInt() age!: number;
    @IsOptional() @trim @IsString() nick?: string;
    @IsOptional()
    @Type(() => Date)
    @Transform(({ value }) => (value as Date).toISOString())
    @IsDate()
    at?: Date;
    @IsOptional() @Transform(({ value }) => (value as string[]).map(String)) @IsArray() tags?: string[];
    @IsOptional() @ValidateNested() @Type(() => Pet) pet?: object;
  }
  class Pet {
    @trim @IsString() name!: string;
  }
  Reflect.defineMetadata('design:type', Pet, Person.prototype, 'pet');

  it('is a fault of its property, which names the type first, and hides no other', () => {
    expect(told(Person, { name: 5, age: 'x', nick: 7, tags: 'a', pet: { name: 1 } })).toEqual([
      'name must be a string',
      'age must be an integer number',
      'nick must be a string',
      'tags must be an array',
      'pet.name must be a string',
    ]);
  });

  it('says so where the type is right', () => {
    class Dto {
      @Transform(({ value }) => new URL(value as string).href) @IsString() url!: string;
      @IsInt() size!: number;
    }
    expect(told(Dto, { url: 'no', size: 'x' })).toEqual([
      'url cannot be read',
      'size must be an integer number',
    ]);
  });

  it('holds the value to the schema that is declared for it', () => {
    class Dto {
      @Describe('Words', { schema: { type: 'object', required: ['words'] } })
      @Transform(({ value }) => (value as { words: string }).words.split(','))
      @IsString({ each: true })
      words!: string[];
    }
    expect(told(Dto, { words: 'a' })).toEqual(['words must be an object']);
    expect(told(Dto, { words: {} })).toEqual(['words.words is required']);
    expect(told(Dto, { words: { words: 5 } })).toEqual(['words cannot be read']);
  });

  it('or gives nothing, does not say that what was sent is missing', () => {
    class Dto {
      @Transform(({ value }) => ({ red: '#f00' })[value as 'red']) @IsString() color!: string;
    }
    expect(told(Dto, { color: 'bleu' })).toEqual(['color cannot be read']);
    expect(told(Dto, {})).toEqual(['color is required']);
  });

  it('says that what is missing is required', () => {
    class Dto {
      @Expose() @trim @IsString() name!: string;
    }
    expect(told(Dto, {})).toEqual(['name is required']);
  });
});

describe('A transform of a nested class', () => {
  class Order {
    @Describe('JSON', { schema: { type: 'string' } })
    @fromJson
    @ValidateNested()
    @Type(() => Address)
    to!: Address;
  }

  it('may give the JSON of the class', () => {
    const { value } = parse(Order, { to: '{"street":"A","post_code":"1"}' }) as { value: Order };
    expect(value.to).toBeInstanceOf(Address);
    expect(value.to).toEqual(plainToInstance(Address, { street: 'A', post_code: '1' }));
  });

  it.each([
    ['{"street":5}', ['to.street must be a string']],
    ['{"street":"A","more":1}', ['to.more is not a property of this input']],
    ['5', ['to must be an object']],
    ['[]', ['to must be an object']],
  ])('is held to its rules: %s', (to, expected) => {
    expect(told(Order, { to })).toEqual(expected);
  });

  it('may give lists and records of it', () => {
    class Dto {
      @Describe('JSON', { schema: { type: 'string' } })
      @fromJson
      @ValidateNested({ each: true })
      @Type(() => Address)
      all!: Address[];
    }
    expect(parse(Dto, { all: '[{"street":"A"}]' })).toEqual({
      value: Object.assign(new Dto(), { all: [Object.assign(new Address(), { street: 'A' })] }),
    });
    expect(told(Dto, { all: '[{"street":"A"},{}]' })).toEqual(['all.1.street is required']);
  });

  it('lets no unknown name pass that it leaves as it is', () => {
    class Dto {
      @Transform(({ value }) => value as Address) @ValidateNested() @Type(() => Address) to!: Address;
    }
    expect(told(Dto, { to: { street: 'A', more: 1 } })).toEqual(['to.more is not a property of this input']);
  });
});
