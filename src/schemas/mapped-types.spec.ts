import 'reflect-metadata';
import { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/mapped-types';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';
import type { DtoClass } from './dto-shape.js';

class Leaf {
  @IsInt() size!: number;
}

class Plant {
  @Describe('Its name', { examples: ['fern'] })
  @IsString()
  name!: string;

  @Describe('Its leaves')
  @ValidateNested({ each: true })
  @Type(() => Leaf)
  leaves: Leaf[] = [];

  @Describe('Its colour')
  @IsOptional()
  colour?: string;
}

class Place {
  @Describe('Where it stands')
  @IsString()
  room!: string;
}

class PartialPlant extends PartialType(Plant) {}
class UndefinedPlant extends PartialType(Plant, { skipNullProperties: false }) {}
class PickedPlant extends PickType(Plant, ['name']) {}
class LeafyPlant extends OmitType(Plant, ['name', 'colour']) {}
class StandingPlant extends IntersectionType(PickedPlant, Place) {
  @Describe('Which room')
  declare room: string;
}

const NAME = { type: 'string', description: 'Its name', examples: ['fern'] };
const LEAVES = {
  type: 'array',
  items: {
    type: 'object',
    properties: { size: { type: 'integer' } },
    required: ['size'],
    additionalProperties: false,
  },
  description: 'Its leaves',
  default: [],
};

describe('A mapped type', () => {
  it.each<[string, DtoClass, object, string[] | undefined]>([
    [
      'PartialType',
      PartialPlant,
      {
        name: NAME,
        leaves: LEAVES,
        colour: { type: 'string', description: 'Its colour' },
      },
      undefined,
    ],
    [
      'PartialType without null',
      UndefinedPlant,
      { name: NAME, leaves: LEAVES, colour: { type: 'string', description: 'Its colour' } },
      undefined,
    ],
    ['PickType', PickedPlant, { name: NAME }, ['name']],
    ['OmitType', LeafyPlant, { leaves: LEAVES }, undefined],
    [
      'IntersectionType',
      StandingPlant,
      { room: { type: 'string', description: 'Which room' }, name: NAME },
      ['room', 'name'],
    ],
  ])('of %s keeps rules, descriptions and types', (_, dto, properties, required) => {
    const { schema } = new DtoInput(dto, 'Test.it');
    expect(schema).toEqual({
      type: 'object',
      properties,
      ...(required && { required }),
      additionalProperties: false,
    });
  });

  it('makes instances of itself and of the classes in it', () => {
    const input = new DtoInput(PartialPlant, 'Test.it');
    const { value } = input.parse({ leaves: [{ size: 1 }] }) as { value: PartialPlant };
    expect(value).toBeInstanceOf(PartialPlant);
    expect(value.leaves![0]).toBeInstanceOf(Leaf);
  });
});
