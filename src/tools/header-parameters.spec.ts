import 'reflect-metadata';
import { Injectable, Module, type Type as Class } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsNumber, IsOptional, IsString, ValidateNested } from 'class-validator';
import { z } from 'zod';
import type { JsonSchema } from '../protocol/index.js';
import { Describe, Tool, ToolRegistry, ToolsModule } from './index.js';
import { readHeaderParameters } from './header-parameters.js';

class Place {
  @Describe('Where', { header: 'Region' })
  @IsString()
  region!: string;
}

class Ordered {
  @ValidateNested()
  @Type(() => Place)
  place!: Place;

  @Describe('Rows', { header: 'Limit', examples: [5] })
  @IsInt()
  limit!: number;
}

class ManyPlaces {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Place)
  places!: Place[];
}

class TwoPlaces {
  @ValidateNested()
  @Type(() => Place)
  from!: Place;

  @ValidateNested()
  @Type(() => Place)
  to!: Place;
}

class Priced {
  @Describe('How much', { header: 'Price' })
  @IsNumber()
  price!: number;
}

class Cleared {
  @Describe('Which', { header: 'Tenant', nullable: true })
  @IsOptional()
  @IsString()
  tenant?: string | null;
}

class Spaced {
  @Describe('Which', { header: 'My Tenant' })
  @IsString()
  tenant!: string;
}

class Twice {
  @Describe('Which', { header: 'Tenant' })
  @IsString()
  tenant!: string;

  @Describe('Whose', { header: 'TENANT' })
  @IsString()
  owner!: string;
}

const header = (name: string, schema: JsonSchema = { type: 'string' }): JsonSchema => ({
  ...schema,
  'x-mcp-header': name,
});

function providerOf(input: unknown): Class {
  @Injectable()
  class Tools {
    call(given: object): string {
      return JSON.stringify(given);
    }
  }
  const isClass = typeof input === 'function';
  Reflect.defineMetadata('design:paramtypes', [isClass ? input : Object], Tools.prototype, 'call');
  const method = Object.getOwnPropertyDescriptor(Tools.prototype, 'call')!;
  Tool(isClass ? {} : { input: input as never })(Tools.prototype, 'call', method);
  return Tools;
}

async function boot(input: unknown): Promise<ToolRegistry> {
  @Module({ imports: [ToolsModule], providers: [providerOf(input)] })
  class AppModule {}
  const app = await Test.createTestingModule({ imports: [AppModule] }).compile();
  app.useLogger(false);
  await app.init();
  return app.get(ToolRegistry, { strict: false });
}

describe('The headers of a tool', () => {
  it.each([
    ['a class', Ordered],
    [
      'zod',
      z.object({
        place: z.object({ region: z.string().meta({ 'x-mcp-header': 'Region' }) }),
        limit: z.int().meta({ 'x-mcp-header': 'Limit' }),
      }),
    ],
    [
      'a JSON Schema',
      {
        type: 'object',
        properties: {
          place: { type: 'object', properties: { region: header('Region') } },
          limit: header('Limit', { type: 'integer' }),
        },
      },
    ],
  ])('are read from %s when it is registered', async (_, input) => {
    const { headerParameters } = (await boot(input)).findByName('call')!;
    expect(headerParameters).toEqual([
      { header: 'Mcp-Param-Limit', path: ['limit'] },
      { header: 'Mcp-Param-Region', path: ['place', 'region'] },
    ]);
  });

  it('are not read from its output', async () => {
    const registry = await boot(Ordered);
    registry.register({ name: 'placed', output: Place, call: () => ({ region: 'eu' }) });
    expect(registry.findByName('placed')!.definition.outputSchema).toMatchObject({
      properties: { region: { type: 'string', description: 'Where' } },
    });
    expect(registry.findByName('placed')!.json).not.toContain('x-mcp-header');
  });

  it.each<[unknown, string]>([
    [
      Spaced,
      'Tools.call: Spaced.tenant names its header "My Tenant", which cannot be part of an HTTP header\'s name. Write letters, digits and hyphens',
    ],
    [
      Priced,
      'Tools.call: Priced.price has the header Price, but its type is "number". Leave the header out, or declare a string, an integer or a boolean, and nothing else',
    ],
    [Cleared, 'Tools.call: Cleared.tenant has the header Tenant, but has no type of its own.'],
    [
      Twice,
      "Tools.call: Twice.owner has the header TENANT, and so has Twice.tenant: the case of a header's name says nothing. Name one of them otherwise",
    ],
    [
      ManyPlaces,
      'Tools.call: ManyPlaces.places[].region has the header Region, but stands in items, where clients do not look for one. Put it on a property of the input, or of an object in it that is written in place',
    ],
    [TwoPlaces, 'Tools.call: Place.region has the header Region, but stands in $defs,'],
    [
      z.object({ tenant: z.string().meta({ 'x-mcp-header': 'Tenant' }).nullable() }),
      'Tools.call: tenant has the header Tenant, but stands in anyOf,',
    ],
    [
      z.object({ tenant: z.string().nullable().meta({ 'x-mcp-header': 'Tenant' }) }),
      'Tools.call: tenant has the header Tenant, but has no type of its own.',
    ],
  ])('stop the start when they break a rule: %p', async (input, message) => {
    await expect(boot(input)).rejects.toThrow(message);
  });

  it('are refused in a tool that is registered while the server runs too, when they break a rule', async () => {
    const registry = await boot(Ordered);
    const input = { type: 'object', properties: { a: header('') } } as const;
    expect(() => registry.register({ name: 'late', input, call: () => 1 })).toThrow(
      'Tool late: a names its header "", which cannot be part',
    );
    expect(registry.findByName('late')).toBeUndefined();
  });
});

describe('A header in a JSON Schema', () => {
  const read = (schema: JsonSchema): unknown =>
    readHeaderParameters({ ...schema, type: 'object' }, 'Tools.call', undefined);

  it.each(['items', 'prefixItems', 'contains', 'unevaluatedItems'])('is refused in %s', (keyword) => {
    const member = { type: 'object', properties: { a: header('A') } };
    const list = { type: 'array', [keyword]: keyword === 'prefixItems' ? [member] : member };
    expect(() => read({ properties: { list } })).toThrow(`but stands in ${keyword}, where`);
  });

  it.each(['anyOf', 'oneOf', 'allOf'])('is refused in %s', (keyword) => {
    expect(() => read({ [keyword]: [{ properties: { a: header('A') } }] })).toThrow(
      `but stands in ${keyword}`,
    );
  });

  it.each(['not', 'if', 'then', 'else', 'additionalProperties', 'unevaluatedProperties', 'propertyNames'])(
    'is refused in %s',
    (keyword) => {
      expect(() => read({ [keyword]: { properties: { a: header('A') } } })).toThrow(
        `but stands in ${keyword}`,
      );
    },
  );

  it.each(['patternProperties', 'dependentSchemas', '$defs', 'definitions'])(
    'is refused in %s',
    (keyword) => {
      expect(() => read({ [keyword]: { a: header('A') } })).toThrow(`but stands in ${keyword}`);
    },
  );

  it('is refused for the input as a whole', () => {
    expect(() => read(header('A', {}))).toThrow(
      'Tools.call: its input has the header A, but stands at the top',
    );
  });

  it.each([['A b'], ['A:b'], ['A\r\nB: c'], ['Ä'], [''], [7], [null], [{}]])('is never named %j', (name) => {
    expect(() => read({ properties: { a: { type: 'string', 'x-mcp-header': name } } })).toThrow(
      `names its header ${JSON.stringify(name)}`,
    );
  });

  it.each([['number'], ['array'], ['object'], ['null'], [['string', 'null']], [['string']]])(
    'is refused for a value of type %j',
    (type) => {
      expect(() => read({ properties: { a: header('A', { type }) } })).toThrow(
        `but its type is ${JSON.stringify(type)}`,
      );
    },
  );

  it('may have any name that HTTP takes, and stand next to names that mean something to JavaScript', () => {
    const properties = { ['__proto__']: header("!#$%&'*+-.^_`|~09az"), 'x-mcp-header': { type: 'string' } };
    expect(read({ properties })).toEqual([{ header: "Mcp-Param-!#$%&'*+-.^_`|~09az", path: ['__proto__'] }]);
  });

  it('is read from schemas, and not from their data', () => {
    const data = { 'x-mcp-header': 'A' };
    expect(read({ properties: { a: { enum: [data], default: data, examples: [data] } } })).toEqual([]);
  });
});
