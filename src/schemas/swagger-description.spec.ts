import 'reflect-metadata';
import { IsInt, IsString } from 'class-validator';
import type { JsonSchema } from '../protocol/index.js';
import { Describe } from './describe.decorator.js';
import { DtoInput } from './dto-input.js';

/** Writes what `@ApiProperty()` of @nestjs/swagger writes. */
const ApiProperty =
  (options: object): PropertyDecorator =>
  (prototype, name) =>
    Reflect.defineMetadata('swagger/apiModelProperties', { type: undefined, ...options }, prototype, name);

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
});
