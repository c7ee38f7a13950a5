import 'reflect-metadata';
import { BadRequestException } from '@nestjs/common';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Exclude, Expose, plainToInstance, Transform, Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsBoolean,
  IsDate,
  IsInt,
  IsOptional,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import * as fc from 'fast-check';
import type { Params } from '../protocol/index.js';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';
import type { InputIssue } from './input.js';

const trim = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));

class Stamped {
  @Exclude() @IsString() stamp = 'none';
  @trim @IsString() @Length(1, 5) name!: string;
}

class Address {
  @Expose({ name: 'post_code' }) @IsString() postCode!: string;
}

class Customer extends Stamped {
  @Type(() => Number) @IsInt() age!: number;
  @IsOptional() @Type(() => Boolean) @IsBoolean() isOld?: boolean;
  @IsOptional() @Type(() => String) @IsString() code?: string;
  @IsOptional() @Type(() => Number) @IsInt({ each: true }) sizes?: number[];
  @ValidateNested() @Type(() => Address) address!: Address;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Address) others?: Map<string, Address>;
  @Describe('Words with commas between', { schema: { type: 'string' } })
  @Transform(({ value }: { value: string }) => value.split(','))
  @IsString({ each: true })
  @ArrayMinSize(1)
  words!: string[];
  @Expose()
  @Transform(({ value, obj }) => (value as string) ?? (obj as Customer).name)
  @IsString()
  nick!: string;
  @IsOptional() @Type(() => Date) @IsDate() since?: Date;
}

const CUSTOMER = { name: ' Ann ', age: 5, address: { post_code: '1' }, words: 'a,b', nick: 'A' };

const input = new DtoInput(Customer, 'Test.it');

function issuesOf(args: Params, dto: DtoClass = Customer): string[] {
  const { issues } = new DtoInput(dto, 'Test.it').parse(args) as { issues: InputIssue[] };
  return issues.map(({ path, code }) => `${path} ${code}`);
}

describe('A class with decorators of class-transformer', () => {
  it('describes what clients send', () => {
    expect(input.schema).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 5 },
        age: { type: 'integer' },
        isOld: { type: 'boolean' },
        code: { type: 'string' },
        sizes: { type: 'array', items: { type: 'integer' } },
        address: { $ref: '#/$defs/Address' },
        others: { type: 'object', additionalProperties: { $ref: '#/$defs/Address' } },
        words: { type: 'string', description: 'Words with commas between' },
        nick: { type: 'string' },
        since: {
          type: 'string',
          format: 'date-time',
          description: 'Must be a date, such as 2026-01-31T12:00:00Z.',
        },
      },
      required: ['age', 'address', 'words', 'nick', 'name'],
      additionalProperties: false,
      $defs: {
        Address: {
          type: 'object',
          properties: { post_code: { type: 'string' } },
          required: ['post_code'],
          additionalProperties: false,
        },
      },
    });
  });

  it('makes what class-transformer makes', () => {
    const args = {
      ...CUSTOMER,
      isOld: true,
      code: 'x',
      sizes: ['1', 2],
      others: { a: { post_code: '2' } },
      since: '2026-01-31T12:00:00Z',
    };
    const { value } = input.parse(args) as { value: Customer };
    expect(value).toEqual(plainToInstance(Customer, structuredClone(args)));
    expect(value).toMatchObject({ name: 'Ann', stamp: 'none', sizes: [1, 2], words: ['a', 'b'] });
    expect(value.address).toBeInstanceOf(Address);
  });

  it.each<[unknown, unknown]>([
    ['5', 5],
    ['-1e2', -100],
    ['', undefined],
    [' 5', undefined],
    ['0x5', undefined],
    ['9007199254740993', undefined],
    [null, undefined],
    [[], undefined],
    [true, undefined],
  ])('takes %j for a number where nothing is lost', (age, expected) => {
    const parsed = input.parse({ ...CUSTOMER, age });
    expect(parsed).toMatchObject(
      expected === undefined ? { issues: [{ path: 'age' }] } : { value: { age: expected } },
    );
  });

  it.each<[Params, object]>([
    [{ isOld: 'false' }, { isOld: false }],
    [{ code: 5 }, { code: '5' }],
  ])('takes %j as the type that is declared', (args, expected) => {
    expect(input.parse({ ...CUSTOMER, ...args })).toMatchObject({ value: expected });
  });

  it('runs a transform for an exposed property that is missing', () => {
    const { nick: _, ...others } = CUSTOMER;
    expect(input.parse(others)).toMatchObject({ value: { nick: ' Ann ' } });
  });

  it.each<[string, Params, string[]]>([
    ['an excluded property', { stamp: 'x' }, ['stamp unknownProperty']],
    ['the name in the code', { address: { postCode: '1' } }, ['address.postCode unknownProperty']],
    [
      'unknown names before anything runs',
      { words: 5, others: { a: { more: 1 } } },
      ['others.a.more unknownProperty'],
    ],
    ['a transform that throws', { words: 5 }, ['words type']],
    ['what a transform leaves', { name: '   ' }, ['name isLength']],
    ['a part that is missing, as clients call it', { address: {} }, ['address.post_code required']],
  ])('names %s', (_, args, expected) => {
    expect(issuesOf({ ...CUSTOMER, ...args })).toEqual(expected);
  });

  it('tells what a transform says with an HttpException, and nothing else of it', () => {
    class Dto {
      @Transform(({ value }) => {
        throw value === 'bad' ? new BadRequestException('names a bird') : new Error('secret');
      })
      @IsString()
      bird!: string;
    }
    const messageOf = (bird: string): string =>
      (new DtoInput(Dto, 'Test.it').parse({ bird }) as { issues: InputIssue[] }).issues[0]!.message;
    expect([messageOf('bad'), messageOf('worse')]).toEqual(['names a bird', 'cannot be read']);
  });

  it('leaves out what belongs to a group, and all but the exposed of an excluded class', () => {
    @Exclude()
    class Dto {
      @Expose() @IsString() shown!: string;
      @Expose({ groups: ['admin'] }) @IsOptional() @IsString() hidden?: string;
      @IsOptional() @IsString() other?: string;
    }
    expect(Object.keys(new DtoInput(Dto, 'Test.it').schema['properties'] as object)).toEqual(['shown']);
    expect(issuesOf({ shown: 'a', hidden: 'b', other: 'c' }, Dto)).toEqual([
      'hidden unknownProperty',
      'other unknownProperty',
    ]);
  });

  it('lets no key reach a prototype', () => {
    const args = JSON.parse(`{"__proto__":{"age":1},${JSON.stringify(CUSTOMER).slice(1)}`) as Params;
    expect(issuesOf(args)).toEqual(['__proto__ unknownProperty']);
  });

  it('never throws for what the schema allows', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(input.schema);
    const odd = fc.oneof(
      fc.constantFrom('', '5', ' a ', 'false', null, 5, true, [], ['1'], {}, { post_code: 'x' }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const keys = Object.keys(input.schema['properties'] as object);
    let allowed = 0;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), odd, { maxKeys: 3 }), (changes) => {
        const args = { ...CUSTOMER, ...changes };
        if (!validate(args)) return;
        allowed += 1;
        expect(() => input.parse(args as Params)).not.toThrow();
      }),
      { seed: 20_261_128, numRuns: 3000 },
    );
    expect(allowed).toBeGreaterThan(100);
  });
});
