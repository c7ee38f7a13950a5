import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { Expose, Transform, Type } from 'class-transformer';
import { IsInt, IsNumber, IsString, Max, ValidateNested } from 'class-validator';
import type { Params } from '../protocol/index.js';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';
import type { InputIssue } from './input.js';

class Place {
  @Expose({ name: 'lat' }) @IsNumber() @Max(90) latitude!: number;
}

class Row {
  @IsInt() size!: number;
}

const fromText = (read: (text: string) => unknown): PropertyDecorator =>
  Transform(({ value }) => read(value as string));
const asText = Describe('As text', { schema: { type: 'string' } });

const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();

beforeEach(() => warn.mockClear());

/** What a model reads, and what the log says. */
function told(dto: DtoClass, ...calls: Params[]): { lines: string[]; log: unknown[] } {
  const input = new DtoInput(dto, 'Test.it');
  const issues = calls.flatMap((args) => (input.parse(args) as { issues?: InputIssue[] }).issues ?? []);
  const lines = issues.map(({ path, message }) => `${path}: ${message}`);
  return { lines, log: warn.mock.calls.map(([line]) => line as unknown) };
}

describe('What a transform makes, and its rules refuse', () => {
  class Trip {
    @asText
    @fromText((text) => ({ latitude: Number(text) }))
    @ValidateNested()
    @Type(() => Place)
    p!: Place;
    @IsInt() days!: number;
  }

  it('is no fault of names that the model never sent', () => {
    expect(told(Trip, { p: '6', days: 'x' }, { p: '7', days: 1 })).toEqual({
      lines: ['p: cannot be read', 'days: must be an integer number', 'p: cannot be read'],
      log: [
        'Test.it: Trip.p: its @Transform() makes what Place refuses, and a client cannot mend that: p.latitude is not a property of this input; p.lat is required. Make an instance of Place, or JSON as clients send it',
      ],
    });
  });

  it('is told of values that a client can mend', () => {
    class Dto {
      @asText
      @fromText((text) => Object.assign(new Place(), { latitude: Number(text) }))
      @ValidateNested()
      p!: Place;
    }
    Reflect.defineMetadata('design:type', Place, Dto.prototype, 'p');
    expect(told(Dto, { p: '95' })).toEqual({ lines: ['p.lat: must not be greater than 90'], log: [] });
  });

  it('is one fault of its property, next to those of what was sent', () => {
    class Dto {
      @Transform(({ value }) => (value as object[]).map((row, extra) => ({ ...row, extra })))
      @ValidateNested({ each: true })
      @Type(() => Row)
      rows!: Row[];
    }
    const { lines, log } = told(Dto, { rows: [{ size: 1 }, { size: 'x' }, {}] });
    expect(lines).toEqual([
      'rows: cannot be read',
      'rows.1.size: must be an integer number',
      'rows.2.size: is required',
    ]);
    expect(log).toHaveLength(1);
  });

  it.each<[string, string[]]>([
    ['{"lat":"x"}', ['p.lat: must be a number']],
    ['{"latitude":6}', ['p.latitude: is not a property of this input', 'p.lat: is required']],
    ['[1]', ['p: must be an object']],
  ])('is told of JSON text that a client wrote: %s', (p, lines) => {
    class Dto {
      @asText @fromText((text) => JSON.parse(text) as unknown) @ValidateNested() @Type(() => Place) p!: Place;
    }
    expect(told(Dto, { p })).toEqual({ lines, log: [] });
  });

  it('names an instance of another class in the log', () => {
    class Dto {
      @Transform(() => new Row()) @ValidateNested() @Type(() => Place) to!: Place;
    }
    const { lines, log } = told(Dto, { to: { lat: 1 } });
    expect(lines).toEqual(['to: cannot be read']);
    expect(log).toEqual([
      'Test.it: Dto.to: its @Transform() makes what Place refuses, and a client cannot mend that: to must be an object. Make an instance of Place, or JSON as clients send it',
    ]);
  });

  it('is told of a key with a dot that a client wrote', () => {
    class Dto {
      @Transform(({ value }) => value as unknown)
      @ValidateNested({ each: true })
      @Type(() => Row)
      rows!: Map<string, Row>;
    }
    expect(told(Dto, { rows: { 'a.b': { more: 1 } } })).toEqual({
      lines: ['rows.a.b.more: is not a property of this input', 'rows.a.b.size: is required'],
      log: [],
    });
  });
});

describe('A transform that gives a promise', () => {
  class Dto {
    @Transform(async ({ value }) => {
      if (value === 'bad') throw new Error('secret');
      return (value as string).trim();
    })
    @IsString()
    name!: string;
    @Transform(({ value }) =>
      (value as number[]).map(async (one) => await Promise.reject(new Error(`${one}`))),
    )
    @IsInt({ each: true })
    sizes!: number[];
  }

  it('is told to the model once for each property, and to the log with what to write', () => {
    expect(told(Dto, { name: 'bad', sizes: [1, 2] }, { name: 'good', sizes: [] })).toEqual({
      lines: ['name: cannot be read', 'sizes: cannot be read', 'name: cannot be read'],
      log: ['name', 'sizes'].map(
        (name) =>
          `Test.it: Dto.${name}: its @Transform() gives a promise, which class-transformer does not wait for. Wait for it in the method`,
      ),
    });
  });

  it('names a value of the wrong type as such', () => {
    expect(told(Dto, { name: 5, sizes: 'x' }).lines).toEqual([
      'name: must be a string',
      'sizes: must be an array',
    ]);
  });
});
