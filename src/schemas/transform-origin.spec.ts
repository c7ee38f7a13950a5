import 'reflect-metadata';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { IsDate, IsEnum, IsInstance, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Params } from '../protocol/index.js';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';
import type { InputIssue } from './input.js';

enum Level {
  Low,
  High,
}

class Row {
  @IsString() name!: string;
}

function parse(dto: DtoClass, args: Params): { value?: unknown; issues?: InputIssue[] } {
  return new DtoInput(dto, 'Test.it').parse(args) as object;
}

function told(dto: DtoClass, args: Params): string[] {
  return (parse(dto, args).issues ?? []).map(({ path, message }) => `${path}: ${message}`);
}

describe('A transform', () => {
  class Sent {
    @Describe('m', { schema: { type: 'object' } })
    @Transform(({ value }) => new Map(Object.entries(value as object)))
    @IsInstance(Map)
    m!: Map<string, unknown>;
    @IsOptional()
    @IsObject()
    @Transform(({ value }) => new Map(Object.entries(value as object)))
    n?: Map<string, unknown>;
    @Describe('Day as DD.MM.YYYY', { schema: { type: 'string' } })
    @Transform(({ value }) => new Date((value as string).split('.').toReversed().join('-')))
    @IsDate()
    day!: Date;
    @Transform(({ value }) => new Date((value as Date).valueOf() + 1)) @Type(() => Date) @IsDate() at!: Date;
  }

  it('gets the JSON, or what @Type() makes of it, as with plainToInstance()', () => {
    const args = { m: { a: 1 }, n: { b: 2 }, day: '03.04.2026', at: '2026-01-01T00:00:00Z' };
    const { value } = parse(Sent, args) as { value: Sent };
    expect(value).toEqual(plainToInstance(Sent, structuredClone(args)));
    expect(value).toMatchObject({ day: new Date('2026-04-03'), at: new Date('2026-01-01T00:00:00.001Z') });
    expect([value.m.get('a'), value.n!.get('b')]).toEqual([1, 2]);
  });

  it('may leave JSON as it is, which then becomes what is declared', () => {
    class Dto {
      @Transform(({ value }) => (value as string).trim()) @IsDate() day!: Date;
      @Transform(({ value }) => value as unknown) @IsObject() m!: Map<string, number>;
      @Transform(({ value }) => value as unknown) @ValidateNested() row!: Row;
      @Describe('Rows', { schema: { type: 'string' } })
      @Transform(({ value }) => new Map(Object.entries(JSON.parse(value as string) as object)))
      @ValidateNested({ each: true })
      @Type(() => Row)
      rows!: Map<string, Row>;
    }
    const row = { name: 'a' };
    const rows = '{"a":{"name":"a"}}';
    const { value } = parse(Dto, { day: ' 2026-01-01 ', m: { a: 1 }, row, rows }) as {
      value: Dto;
    };
    expect(value.day).toEqual(new Date('2026-01-01'));
    expect(value.m).toEqual(new Map([['a', 1]]));
    expect([value.row, value.rows.get('a')]).toEqual(
      [new Row(), new Row()].map((one) => Object.assign(one, row)),
    );
  });

  it('that throws for a date leaves what it is told of the date', () => {
    class Dto {
      @Transform(() => {
        throw new Error('secret');
      })
      @IsDate()
      day!: Date;
    }
    expect(told(Dto, { day: 'soon' })).toEqual(['day: must be a date, such as 2026-01-31T12:00:00Z']);
    expect(told(Dto, { day: '2026-01-01' })).toEqual(['day: cannot be read']);
  });
});

describe('The schema of @Describe()', () => {
  const read = jest.fn((value: unknown) => (value as string).split(','));

  class Dto {
    @Describe('A level', { schema: { type: 'string', enum: ['Low', 'High'] } })
    @Transform(({ value }) => Level[value as 'Low'] ?? (value as unknown))
    @IsEnum(Level)
    level!: Level;
    @Describe('Words', { schema: { type: 'string' }, nullable: true })
    @Transform(({ value }) => (value === null ? null : read(value)))
    @IsString({ each: true })
    words!: string[] | null;
    @IsOptional()
    @Describe('More', { schema: { type: 'string' } })
    @Transform(({ value }) => read(value))
    @IsString({ each: true })
    more?: string[];
  }

  it.each<[Params, string[]]>([
    [{ level: 'Mid', words: 'a' }, ['level: must be one of: "Low", "High"']],
    [{ level: 0, words: 'a' }, ['level: must be a string']],
    [{ level: 'Low', words: ['a'] }, ['words: must be a string']],
    [{ level: null, words: 5 }, ['level: must be a string', 'words: must be a string']],
    [{ level: 'Low', words: 'a', more: 5 }, ['more: must be a string']],
    [{ words: 'a' }, ['level: is required']],
  ])('judges what a client sent: %j', (args, lines) => {
    expect(told(Dto, args)).toEqual(lines);
  });

  it('lets null pass where it means something', () => {
    expect(parse(Dto, { level: 'High', words: null, more: null })).toEqual({
      value: Object.assign(new Dto(), { level: Level.High, words: null }),
    });
  });

  it('keeps from the transform what it refuses', () => {
    read.mockClear();
    told(Dto, { level: 'High', words: 5 });
    expect(read).not.toHaveBeenCalled();
  });
});
