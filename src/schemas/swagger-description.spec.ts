import 'reflect-metadata';
import { Exclude, Expose, Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString } from 'class-validator';
import type { JsonSchema } from '../protocol/index.js';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';

/** Writes what `@ApiProperty()` of @nestjs/swagger writes. */
const ApiProperty =
  (options: object = {}): PropertyDecorator =>
  (prototype, name) => {
    const names = (Reflect.getMetadata('swagger/apiModelPropertiesArray', prototype) ?? []) as string[];
    Reflect.defineMetadata('swagger/apiModelPropertiesArray', [...names, `:${String(name)}`], prototype);
    Reflect.defineMetadata('swagger/apiModelProperties', { type: undefined, ...options }, prototype, name);
  };

class Plant {
  @ApiProperty({ description: 'Its name', example: 'fern' }) @IsString() name!: string;
  @ApiProperty({ description: 'Not this', deprecated: true }) @Describe('Its size') @IsInt() size!: number;
  @ApiProperty({ examples: { sunny: { value: 'south' }, shady: 'north' } }) @IsString() wall!: string;

  /** What the CLI plugin of @nestjs/swagger writes from comments. */
  static _OPENAPI_METADATA_FACTORY(): object {
    return {
      name: { required: true, type: () => String, description: 'From a comment', examples: ['oak'] },
      size: { required: true, type: () => Number },
      wall: { required: true, type: () => String, description: 'Where it grows' },
    };
  }
}

class Tree extends Plant {
  @IsInt() height!: number;

  static override _OPENAPI_METADATA_FACTORY(): object {
    return { height: { required: true, type: () => Number, description: 'In metres', example: 12 } };
  }
}

enum Level {
  Low,
  High,
}

class Examples {
  @ApiProperty({ examples: { one: { $ref: '#/components/examples/one' }, two: { value: 2 } } })
  @IsInt()
  n!: number;
  @ApiProperty({ example: '' }) @IsBoolean() b!: boolean;
  @ApiProperty({ enum: Level, examples: ['Level.High', 'High', 1] }) @IsInt() choice!: Level;
  @ApiProperty({ examples: ['a', ['a']] }) @IsString({ each: true }) list!: string[];
  @ApiProperty({ enum: ['a', 'b'], isArray: true, examples: [['a'], ['c'], 'a'] })
  @IsString({ each: true })
  some!: string[];
  @ApiProperty({ example: null, nullable: true }) @Describe('', { nullable: true }) @IsString() note!: string;
  @ApiProperty({ example: '2 kg' })
  @Describe('A weight', { schema: { type: 'string' } })
  @Transform(({ value }) => parseInt(value as string, 10))
  @IsInt()
  weight!: number;

  @IsInt() level!: Level;
  @IsBoolean() flag!: boolean;

  static _OPENAPI_METADATA_FACTORY(): object {
    return {
      level: { required: true, enum: () => Level, example: 'Level.High' },
      flag: { required: true, type: () => Boolean, example: '' },
      b: { required: true, type: () => Boolean, example: true },
    };
  }
}

describe('The description of a property', () => {
  it('is what @nestjs/swagger was told, where @Describe() does not say it', () => {
    const properties = new DtoInput(Tree, 'Test.it').schema['properties'] as Record<string, JsonSchema>;
    expect(properties).toEqual({
      height: { type: 'integer', description: 'In metres', examples: [12] },
      name: { type: 'string', description: 'Its name', examples: ['fern'] },
      size: { type: 'integer', description: 'Its size', deprecated: true },
      wall: { type: 'string', description: 'Where it grows', examples: ['south', 'north'] },
    });
  });

  it('has the examples that can be a value of it', () => {
    const properties = new DtoInput(Examples, 'Test.it').schema['properties'] as Record<string, JsonSchema>;
    expect(Object.entries(properties).map(([name, { examples }]) => [name, examples])).toEqual([
      ['n', [2]],
      ['b', [true]],
      ['choice', [1]],
      ['list', [['a']]],
      ['some', [['a']]],
      ['note', [null]],
      ['weight', ['2 kg']],
      ['level', undefined],
      ['flag', undefined],
    ]);
  });
});

class Bare {
  @IsString() a!: string;
  @ApiProperty({ description: 'Its size' }) size!: number;
}

class Hidden {
  @IsString() a!: string;
  @ApiProperty({ readOnly: true }) id!: number;
  @ApiProperty() @Exclude() owner!: string;
  @ApiProperty() @Expose({ groups: ['admin'] }) note!: string;
}

class Commented {
  @IsString() a!: string;
  b?: string;
  c?: string;

  static _OPENAPI_METADATA_FACTORY(): object {
    return { a: { type: () => String }, b: { description: 'From a comment' }, c: {} };
  }
}

/** What `PartialType()` of @nestjs/swagger makes: it has no types, and copies what was declared. */
class PartialBare {
  @IsString() a!: string;
}
ApiProperty({ description: 'Its size' })(PartialBare.prototype, 'size');
IsOptional()(PartialBare.prototype, 'size');

class PartialCommented {
  @IsString() a!: string;
  static _OPENAPI_METADATA_FACTORY(): object {
    return { b: { description: 'From a comment' } };
  }
}
ApiProperty({ description: 'From a comment' })(PartialCommented.prototype, 'b');
IsOptional()(PartialCommented.prototype, 'b');

describe('A property that @nestjs/swagger describes, and no class-validator decorator checks,', () => {
  const MEND = "such as @IsString(); or class-transformer's @Exclude() where clients do not send it";

  it.each([
    ['Bare', Bare],
    ['PartialBare', PartialBare],
  ])('is refused with @ApiProperty(): %s', (_, dto) => {
    expect(() => new DtoInput(dto, 'Test.it')).toThrow(
      `Test.it: ${dto.name}.size has no class-validator decorator. Add one, ${MEND}`,
    );
  });

  it('is left out where clients do not send it', () => {
    const { schema, remarks } = new DtoInput(Hidden, 'Test.it');
    expect([Object.keys(schema['properties'] as object), remarks]).toEqual([['a'], []]);
  });

  it('is remarked on where the CLI plugin alone describes it, since it describes every property', () => {
    const { schema, remarks } = new DtoInput(Commented, 'Test.it');
    expect(Object.keys(schema['properties'] as object)).toEqual(['a']);
    expect(remarks).toEqual([
      `Test.it: Commented has properties without a class-validator decorator: b, c. Without one clients neither see nor send it. Add one, ${MEND}`,
    ]);
    expect(new DtoInput(PartialCommented, 'Test.it').remarks).toEqual([
      `Test.it: PartialCommented has properties without a class-validator decorator: b. Without one it takes any value. Add one, ${MEND}`,
    ]);
  });
});
