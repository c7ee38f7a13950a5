import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayMinSize, IsArray, IsInt, IsObject, IsString, MinDate } from 'class-validator';
import { DtoInput } from './dto-input.js';

class Money {
  @IsInt() cents!: number;
}

function inputOf(designType: unknown, decorators: readonly PropertyDecorator[]): DtoInput {
  class Dto {}
  Reflect.defineMetadata('design:type', designType, Dto.prototype, 'it');
  for (const decorate of decorators) decorate(Dto.prototype, 'it');
  return new DtoInput(Dto, 'Test.it');
}

describe('An input class that hardly means what it says', () => {
  it('remarks on a class that is not checked', () => {
    const { remarks } = inputOf(Money, [IsObject(), Type(() => Money)]);
    expect(remarks).toEqual(['Test.it: Dto.it is any object, and no Money: @Type() needs @ValidateNested()']);
  });

  it('remarks on a list whose members are not checked', () => {
    const { remarks } = inputOf(Array, [IsArray(), Type(() => Money)]);
    expect(remarks).toEqual([
      'Test.it: Dto.it is a list of anything, and not of Money: @Type() needs @ValidateNested({ each: true })',
    ]);
  });

  it.each([new Date(), new Date('2026-01-01T00:00:00.001Z')])(
    'remarks on a bound that is made at the start: %j',
    (date) => {
      const { remarks, schema } = inputOf(Date, [MinDate(date)]);
      expect(remarks).toEqual([
        'Test.it: Dto.it is bound to the time of the start by @MinDate. Write @MinDate(() => new Date()), which is asked at each call',
      ]);
      expect(JSON.stringify(schema)).not.toContain(date.toISOString());
    },
  );

  it('remarks on rules that a class loses', () => {
    class Parent {
      @IsString({ each: true }) tags!: string[];
    }
    class Child extends Parent {
      @ArrayMinSize(1) declare tags: string[];
    }
    class Careful extends Parent {
      @IsString({ each: true }) @ArrayMinSize(1) declare tags: string[];
    }
    expect(new DtoInput(Careful, 'Test.it').remarks).toEqual([]);
    expect(new DtoInput(Child, 'Test.it').remarks).toEqual([
      'Test.it: Child.tags loses @IsString of Parent, since it is decorated anew. Write all its rules',
    ]);
  });
});
