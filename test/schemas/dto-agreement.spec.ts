import 'reflect-metadata';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Type } from 'class-transformer';
import * as validators from 'class-validator';
import { validateSync } from 'class-validator';
import * as fc from 'fast-check';
import type { Params } from '../../src/protocol/index.js';
import { DtoInput } from '../../src/schemas/dto-input.js';
import type { DtoClass } from '../../src/schemas/dto-shape.js';
import { leaveOutNulls } from '../support/schemas/leave-out-nulls.js';

const v = validators;

enum Level {
  Low,
  High,
}

class Texts {
  @v.IsString() any!: string;
  @v.Length(1, 3) short!: string;
  @v.MaxLength(2) atMostTwo!: string;
  @v.Matches(/^[a-z]+$/g) @v.Matches(/a/) @v.NotContains('b') letters!: string;
  @v.Contains('a.') dotted!: string;
  @v.IsNotEmpty() filled!: string;
  @v.IsOptional() @v.IsString() @v.IsIn(['x', 'y']) choice?: string;
  @v.IsOptional() @v.Equals('yes') constant?: string;
  @v.ValidateIf((_, value) => value !== null) @v.IsString() nullable!: string | null;
  @v.ValidateIf((_, value) => value !== undefined) @v.IsString() optional?: string;
  @v.IsNotIn(['no']) @v.NotEquals('never') open!: string;
  @v.IsIn(['red', 'blue']) colour = 'red';
  @v.IsNotEmpty() invalidDefault = '';
  @v.IsOptional() untyped?: string;
}

class Numbers {
  @v.IsNumber() any!: number;
  @v.IsInt() @v.Min(1) @v.Max(9) @v.Min(2) digit!: number;
  @v.IsNumber() @v.IsInt() @v.IsPositive() positive!: number;
  @v.IsOptional() @v.IsDivisibleBy(4) @v.IsDivisibleBy(6) @v.Max(1e9) @v.Min(-1e9) twelves?: number;
  @v.IsNegative() negative = -1;
  @v.IsEnum(Level) level!: Level;
  @v.IsNumber({ maxDecimalPlaces: 0 }) whole!: number;
  @v.IsBoolean() flag!: boolean;
  @v.IsDefined() defined!: unknown;
  @v.IsEmpty() empty: unknown;
  @v.Allow() anything: unknown;
  @v.NotEquals(null) notNull: unknown;
}

class Lists {
  @v.IsString({ each: true }) @v.MaxLength(2, { each: true }) @v.ArrayMaxSize(2) texts!: string[];
  @v.IsArray() @v.ArrayNotEmpty() anything!: unknown[];
  @v.IsInt({ each: true }) @v.ArrayUnique() @v.ArrayMinSize(1) unique!: number[];
  @v.IsOptional() @v.ArrayContains([1, 'a']) contains?: unknown[];
  @v.IsOptional() @v.ArrayNotContains([1, 'a']) without?: unknown[];
  @v.IsOptional() @v.IsArray({ each: true }) rows?: unknown[][];
  @v.IsObject() record!: object;
  @v.IsOptional() @v.IsNotEmptyObject() filled?: object;
  @v.IsInt({ each: true }) counts!: Map<string, number>;
  @v.IsOptional() tags?: string[];
}

class Leaf {
  @v.IsInt() size!: number;
}

class Cat {
  @v.IsString() name!: string;
  @v.IsOptional() @v.ValidateNested() @Type(() => Leaf) leaf?: Leaf;
}

class Dog {
  @v.IsIn(['dog', 'wolf']) kind!: string;
  @v.IsInt() age!: number;
}

const PET = {
  discriminator: {
    property: 'kind',
    subTypes: [
      { name: 'cat', value: Cat },
      { name: 'dog', value: Dog },
    ],
  },
  keepDiscriminatorProperty: true,
};

class Tree {
  @v.ValidateNested() @Type(() => Leaf) leaf!: Leaf;
  @v.ValidateNested({ each: true }) @Type(() => Tree) children: Tree[] = [];
  @v.IsOptional() @v.ValidateNested() @Type(() => Object, PET) pet?: Cat | Dog;
  @v.IsOptional() @v.ValidateNested({ each: true }) @v.ArrayMaxSize(2) @Type(() => Object, PET) pets?: (
    Cat | Dog
  )[];
  @v.IsOptional() @v.ValidateNested({ each: true }) @Type(() => Leaf) leaves?: Map<string, Leaf>;
  @v.IsOptional() @v.ValidateNested() @v.IsObject() @v.IsNotEmptyObject() @Type(() => Leaf) other?: Leaf;
}

class InWords {
  @v.IsEmail() email!: string;
  @v.IsOptional() @v.IsIBAN() account?: string;
  @v.IsUUID() id!: string;
  @v.IsIP('4') address!: string;
  @v.IsNumber({ maxDecimalPlaces: 2 }) amount!: number;
  @v.Matches(/^AB$/i) code!: string;
  @v.Matches(/^..$/) pair!: string;
  @v.IsByteLength(0, 3) bytes!: string;
  @v.IsDate() @Type(() => Date) when!: Date;
  @v.IsLatitude() latitude!: number | string;
  @v.IsInt({ validateIf: () => false }) never: unknown;
  @v.IsOptional() @v.ArrayUnique() objects?: object[];
  @v.IsOptional() @v.IsDivisibleBy(4) @v.IsDivisibleBy(6) twelves?: number;
}

const TEXTS = {
  any: '',
  short: 'abc',
  atMostTwo: 'ab',
  letters: 'a',
  dotted: 'a.',
  filled: 'x',
  nullable: null,
  open: 'o',
  invalidDefault: 'x',
};
const NUMBERS = { any: 0.5, digit: 5, positive: 3, level: 1, whole: 2, flag: true, defined: {}, notNull: 1 };
const LISTS = { texts: ['a'], anything: [1], unique: [1, 2], record: {}, counts: { a: 1 } };
const LEAF = { size: 1 };
const TREE = {
  leaf: LEAF,
  children: [{ leaf: LEAF }],
  pet: { kind: 'cat', name: 'Tom', leaf: LEAF },
  pets: [{ kind: 'dog', age: 3 }],
  leaves: { a: LEAF },
  other: LEAF,
};
const IN_WORDS = {
  email: 'ü@exämple.com',
  account: 'DE89370400440532013000',
  id: '6fa459ea-ee8a-3ca4-894e-db77e160355e',
  address: '10.0.0.1',
  amount: 0.07,
  code: 'ab',
  pair: 'xy',
  bytes: 'abc',
  when: '2026-01-31',
  latitude: '50.1',
  never: 'text',
};

const ODD: readonly unknown[] = [
  ...'a ab abc a.b abcd yes x red Low none 1 2026-01-31 cat dog wolf AB ❤️ ❤️❤️ 👍 👍👍 👩‍👩‍👧 \uD83D a\uFE0F\uFE0F'.split(
    ' ',
  ),
  ...(JSON.parse(`[
    null, true, false, 0, 1, -1, 2, 12, 0.5, 1e-7, 9e15, "", [], ["a"], [1], [1, 1], ["a", 1], [[]], [null], [[1], [1]],
    [{}, {}], {}, {"size": 1}, {"size": "x"}, {"kind": "cat", "name": "T"}, {"kind": "dog", "age": 1},
    {"kind": "wolf", "age": 1}, {"name": "T"}, {"__proto__": {"size": 1}}
  ]`) as unknown[]),
];

const oddValue = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ODD) }, fc.jsonValue({ maxDepth: 2 }));

/** One change somewhere in a value: another value, a key more or less, or a part of itself in its own place. */
function mutate(value: unknown, at: number, odd: unknown, kind: number): unknown {
  const isContainer = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isContainer || kind === 0) return odd;
  const keys = Object.keys(value);
  const key = keys[at % keys.length]!;
  const member = (value as Params)[key];
  if (kind === 3) return member;
  const changed = mutate(member, Math.floor(at / keys.length), odd, kind % 2 === 0 ? 0 : kind);
  if (Array.isArray(value))
    return kind === 1 ? [...(value as unknown[]), odd] : value.with(Number(key), changed);
  if (kind === 1) return { ...value, more: odd };
  if (kind === 2) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return { ...value, [key]: changed };
}

const mutation = fc.tuple(fc.nat(5000), oddValue, fc.integer({ min: 1, max: 6 }));

function argumentsLike(sample: object, names: readonly string[]): fc.Arbitrary<Params> {
  const assigned = fc.tuple(fc.constantFrom(...names), oddValue);
  return fc
    .tuple(fc.array(mutation, { maxLength: 2 }), fc.array(assigned, { maxLength: 2 }))
    .map(([mutations, more]) => {
      const changed = mutations.reduce<unknown>((one, args) => mutate(one, ...args), sample);
      return (
        typeof changed === 'object' && changed !== null && !Array.isArray(changed)
          ? { ...changed, ...Object.fromEntries(more) }
          : sample
      ) as Params;
    });
}

const SEED = 20_250_806;

describe('An input class', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });

  it.each<[string, DtoClass, object, 'equal' | 'wider']>([
    ['texts', Texts, TEXTS, 'equal'],
    ['numbers', Numbers, NUMBERS, 'equal'],
    ['lists and records', Lists, LISTS, 'equal'],
    ['nested classes, recursion and unions', Tree, TREE, 'equal'],
    ['rules that JSON Schema cannot express', InWords, IN_WORDS, 'wider'],
  ])('and its JSON Schema agree on %s', (_, dto, sample, schemaIs) => {
    const input = new DtoInput(dto, 'Test.agreement');
    const validate = ajv.compile(input.schema);
    const names = Object.keys(input.schema['properties'] as object);
    expect(input.parse(sample as Params)).toHaveProperty('value');
    let accepted = 0;
    fc.assert(
      fc.property(argumentsLike(sample, names), (args) => {
        const parsed = input.parse(args) as { value: object } | { issues: { code: string }[] };
        const isAccepted = 'value' in parsed;
        if (isAccepted) accepted += 1;
        const isValid = validate(leaveOutNulls(input.schema, args));
        expect(schemaIs === 'equal' || isAccepted ? isValid : isAccepted).toBe(isAccepted);
        expect(isAccepted ? validateSync(parsed.value, { forbidUnknownValues: false }) : []).toEqual([]);
      }),
      { seed: SEED, numRuns: 4000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });
});
