import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';

class Leaf {
  @IsInt() size!: number;
}

describe('The JSON Schema of classes', () => {
  it('keeps two classes of one name apart, and writes a class that is used once in place', () => {
    const A = named('Same', 'a');
    const B = named('Same', 'b');
    class Dto {
      @ValidateNested() @Type(() => A) one!: object;
      @ValidateNested() @Type(() => A) two!: object;
      @ValidateNested() @Type(() => B) three!: object;
      @ValidateNested({ each: true }) @Type(() => B) four!: object[];
      @ValidateNested() @Type(() => Leaf) leaf!: object;
    }
    const { schema } = new DtoInput(Dto, 'Test.it');
    expect(schema).toMatchObject({
      $defs: { Same: { properties: { a: {} } }, Same2: { properties: { b: {} } } },
      properties: {
        one: { $ref: '#/$defs/Same' },
        four: { items: { $ref: '#/$defs/Same2' } },
        leaf: { required: ['size'] },
      },
    });
  });

  it('describes classes that contain each other, and what a class inherits', () => {
    class Node {
      @IsOptional() @ValidateNested() @Type(() => Edge) edge?: object;
      @Describe('Its name') @IsString() name!: string;
    }
    class Edge {
      @ValidateNested() @Type(() => Node) to!: Node;
    }
    class Root extends Node {
      @Describe('The name of the root') @MaxLength(3) declare name: string;
    }
    expect(new DtoInput(Root, 'Test.it').schema).toMatchObject({
      properties: {
        name: { description: 'The name of the root', type: 'string', maxLength: 3 },
        edge: { $ref: '#/$defs/Edge' },
      },
      $defs: { Edge: { properties: { to: { properties: { edge: {} } } } } },
    });
  });

  it('has no definition of a class whose every use has a declared schema', () => {
    class Point {
      @IsInt() x!: number;
      @ValidateNested() @Type(() => Leaf) leaf!: Leaf;
    }
    const toPoint = Transform(({ value }) => ({ x: Number(value), leaf: { size: 1 } }));
    class Dto {
      @Describe('From', { schema: { type: 'string' } })
      @toPoint
      @ValidateNested()
      @Type(() => Point)
      from!: Point;
      @Describe('To', { schema: { type: 'string' } })
      @toPoint
      @ValidateNested()
      @Type(() => Point)
      to!: Point;
      @ValidateNested() @Type(() => Leaf) leaf!: Leaf;
    }
    const { schema } = new DtoInput(Dto, 'Test.it');
    expect(schema).not.toHaveProperty('$defs');
    expect(schema['properties']).toMatchObject({
      from: { type: 'string', description: 'From' },
      leaf: { properties: { size: { type: 'integer' } } },
    });
  });

  function named(name: string, property: string): new () => object {
    const dto = { [name]: class {} }[name]!;
    IsString()(dto.prototype, property);
    return dto;
  }
});
