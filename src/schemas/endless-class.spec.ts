import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { ArrayNotEmpty, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';

const refusalOf = (dto: DtoClass): (() => unknown) => {
  return () => new DtoInput(dto, 'Test.it');
};

describe('A class that contains itself', () => {
  it('is refused where it always does', () => {
    class Node {
      @IsInt() size!: number;
      @ValidateNested() @Type(() => Node) next!: object;
    }
    class Order {
      @ValidateNested() @Type(() => Node) node!: Node;
    }
    const sentence =
      'Test.it: Node.next always holds another Node, so no JSON has an end. Add @IsOptional(), or declare an array';
    expect(refusalOf(Node)).toThrow(sentence);
    expect(refusalOf(Order)).toThrow(sentence);
  });

  it('is refused where it does so through another', () => {
    class Hen {
      @ValidateNested() @Type(() => Egg) egg!: object;
    }
    class Egg {
      @ValidateNested({ each: true }) @ArrayNotEmpty() @Type(() => Hen) hens!: object[];
    }
    expect(refusalOf(Hen)).toThrow('Egg.hens always holds another Hen');
  });

  it('is taken where it may end', () => {
    class Name {
      @IsString() text!: string;
    }
    class Node {
      @IsOptional() @ValidateNested() @Type(() => Node) left?: object;
      @ValidateNested({ each: true }) @Type(() => Node) parts!: object[];
      @Describe('Or null', { nullable: true }) @ValidateNested() @Type(() => Node) up!: object | null;
      @Transform(() => new Node()) @ValidateNested() @Type(() => Node) made!: object;
      @ValidateNested()
      @Type(() => Object, {
        discriminator: {
          property: 'kind',
          subTypes: [
            { name: 'node', value: Node },
            { name: 'name', value: Name },
          ],
        },
      })
      either!: object;
    }
    expect(refusalOf(Node)).not.toThrow();
  });
});
