import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  IsDate,
  IsIn,
  IsInt,
  IsNotEmptyObject,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  registerDecorator,
  Validate,
  ValidateIf,
  ValidateNested,
  ValidatorConstraint,
} from 'class-validator';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';
import type { InputIssue } from './input.js';

@ValidatorConstraint({ name: 'isFree', async: true })
class FreeConstraint {
  validate(value: unknown): Promise<boolean> {
    return value === 'boom' ? Promise.reject(new Error('boom')) : Promise.resolve(value !== 'taken');
  }

  defaultMessage(): string {
    return '$property is taken';
  }
}

class Account {
  @Validate(FreeConstraint) name!: string;
  @IsOptional() @Validate(FreeConstraint, { each: true }) aliases?: string[];
}

class Leaf {
  @IsInt() size!: number;
}

class Fern {
  @IsString() name!: string;
}

const PLANT = {
  discriminator: {
    property: 'kind',
    subTypes: [
      { name: 'leaf', value: Leaf },
      { name: 'fern', value: Fern },
    ],
  },
};

class Plants {
  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Object, { ...PLANT, keepDiscriminatorProperty: true })
  kept?: (Leaf | Fern)[];

  @IsOptional()
  @ValidateNested()
  @Type(() => Object, PLANT)
  bare?: Leaf | Fern;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => Leaf)
  leaves?: Map<string, Leaf>;

  @IsOptional()
  @IsDate({ each: true })
  @Type(() => Date)
  days?: Date[];
}

class Tree {
  @IsOptional() @ValidateNested() @Type(() => Tree) child?: Tree;
}

class Conditional {
  @IsIn(['size', 'leaf']) kind!: string;
  @ValidateIf((object: Conditional) => object.kind === 'size') @IsInt() size?: number;
  @ValidateIf((object: Conditional) => object.kind === 'leaf') @ValidateNested() leaf?: Leaf;
}

class WithDefault {
  @ValidateNested() leaf: Leaf = Object.assign(new Leaf(), { size: 1 });
}

class Odd {
  @IsOptional() @IsNotEmptyObject() filled?: object;
  @IsOptional() @IsNumber({ maxDecimalPlaces: 2 }) amount?: number;
}

type Settled = { value: object } | { issues: InputIssue[] };

function parse(dto: DtoClass, args: object): Settled {
  return new DtoInput(dto, 'Test.it').parse(args as never) as Settled;
}

function issuesOf(dto: DtoClass, args: object): string[] {
  const parsed = parse(dto, args);
  return 'issues' in parsed ? parsed.issues.map(({ path, code }) => `${path} ${code}`) : [];
}

describe('The verdict on an input class', () => {
  it('waits for a validator that answers later', async () => {
    const input = new DtoInput(Account, 'Test.it');
    await expect(input.parse({ name: 'free' })).resolves.toEqual({ value: expect.any(Account) as Account });
    await expect(input.parse({ name: 'taken', aliases: ['free', 'taken'] })).resolves.toEqual({
      issues: [
        { path: 'name', code: 'isFree', message: 'is taken' },
        { path: 'aliases.1', code: 'isFree', message: 'is taken' },
      ],
    });
    await expect(input.parse({ name: 'boom' })).rejects.toThrow('boom');
  });

  it('waits for a validator that did not say it would answer later', async () => {
    class Dto {
      it!: string;
    }
    registerDecorator({
      name: 'later',
      target: Dto,
      propertyName: 'it',
      validator: { validate: () => Promise.resolve(false) },
    });
    await expect(new DtoInput(Dto, 'Test.it').parse({ it: 'x' })).resolves.toMatchObject({
      issues: [{ path: 'it', code: 'later', message: 'must pass later' }],
    });
  });

  it('makes members of a union, maps and dates', () => {
    const args = {
      kept: [
        { kind: 'leaf', size: 1 },
        { kind: 'fern', name: 'x' },
      ],
      bare: { kind: 'fern', name: 'y' },
      leaves: { a: { size: 2 } },
      days: ['2026-01-31'],
    };
    const { value } = parse(Plants, args) as { value: Plants };
    expect(value.kept).toEqual([
      Object.assign(new Leaf(), { kind: 'leaf', size: 1 }),
      Object.assign(new Fern(), { kind: 'fern', name: 'x' }),
    ]);
    expect(value.bare).toEqual(Object.assign(new Fern(), { name: 'y' }));
    expect(value.leaves).toEqual(new Map([['a', Object.assign(new Leaf(), { size: 2 })]]));
    expect(value.days).toEqual([new Date('2026-01-31')]);
  });

  it.each<[string, DtoClass, object, string[]]>([
    ['a union member of no known kind', Plants, { kept: [{ kind: 'oak' }] }, ['kept.0.kind discriminator']],
    ['a union member without a kind', Plants, { bare: { size: 1 } }, ['bare.kind required']],
    ['an object where a list belongs', Plants, { kept: { kind: 'leaf' } }, ['kept isArray']],
    ['a list where a map belongs', Plants, { leaves: [{ size: 1 }] }, ['leaves isObject']],
    [
      'a mistake in a map',
      Plants,
      { leaves: { a: { size: 'x' }, b: 1 } },
      ['leaves.a.size isInt', 'leaves.b nestedValidation'],
    ],
    ['text that is no date', Plants, { days: ['soon'] }, ['days.0 isDate']],
    ['a list where an object belongs', WithDefault, { leaf: [{ size: 1 }] }, ['leaf nestedValidation']],
    [
      'values that make class-validator throw',
      Odd,
      { filled: { hasOwnProperty: 1 }, amount: 1e-7 },
      ['filled isNotEmptyObject', 'amount isNumber'],
    ],
    ['what a condition asks for', Conditional, { kind: 'size', leaf: { more: 1 } }, ['size required']],
    [
      'what another condition asks for',
      Conditional,
      { kind: 'leaf', leaf: { more: 1 } },
      ['leaf.more unknownProperty', 'leaf.size required'],
    ],
  ])('names %s', (_, dto, args, expected) => {
    expect(issuesOf(dto, args)).toEqual(expected);
  });

  it('takes a default that is an instance', () => {
    expect(parse(WithDefault, {})).toEqual({ value: new WithDefault() });
  });

  it('ends where arguments nest too deep', () => {
    let args = {};
    for (let depth = 0; depth < 100_000; depth += 1) args = { child: args };
    expect(issuesOf(Tree, args)).toEqual([expect.stringMatching(/^(child\.)+child tooDeep$/)]);
  });

  it('refuses what a decorator cannot make its sentence of', () => {
    class Dto {
      @Length(1, 3) text!: string;
    }
    expect(issuesOf(Dto, { text: { length: { toString: 1 } } })).toEqual(['text isString']);
  });

  it('stops at the first mistake that is not named any more', () => {
    let looks = 0;
    class Dto {
      @IsCounted() list!: unknown[];
    }
    function IsCounted(): PropertyDecorator {
      return (target, propertyName) =>
        registerDecorator({
          name: 'isCounted',
          target: target.constructor,
          propertyName: String(propertyName),
          options: { each: true },
          validator: { validate: () => ++looks < 0 },
        });
    }
    parse(Dto, { list: Array.from({ length: 1000 }, () => 'x') });
    expect(looks).toBe(51);
    parse(Dto, Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, 1])));
    expect(looks).toBe(51);
  });

  it('names no more mistakes than one can mend', () => {
    class Dto {
      @IsInt({ each: true }) list!: number[];
    }
    const { issues } = parse(Dto, { list: Array.from({ length: 1000 }, () => 'x') }) as {
      issues: InputIssue[];
    };
    expect(issues).toHaveLength(51);
    expect(issues.at(-1)!.message).toBe('and more');
  });
});
