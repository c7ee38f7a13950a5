import { Injectable, Module } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { z } from 'zod';
import { Describe, Tool } from '../../../src/index.js';

class Place {
  @Describe('Where it runs', { header: 'Region' })
  @IsString()
  region!: string;
}

class QueryInput {
  @ValidateNested()
  @Type(() => Place)
  place!: Place;

  @Describe('Rows at most', { header: 'Limit' })
  @IsOptional()
  @IsInt()
  limit?: number;

  @Describe('Without running it', { header: 'Dry-Run' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

const Query = z.object({
  place: z.object({ region: z.string().describe('Where it runs').meta({ 'x-mcp-header': 'Region' }) }),
  limit: z.int().min(0).max(1000).describe('Rows at most').meta({ 'x-mcp-header': 'Limit' }).optional(),
  dryRun: z.boolean().describe('Without running it').meta({ 'x-mcp-header': 'Dry-Run' }).optional(),
});

/** Tools whose arguments have headers, declared in each of the three ways. They say what they get. */
@Injectable()
class MirroredTools {
  @Tool({ description: 'By class' })
  byClass(input: QueryInput): QueryInput {
    return input;
  }

  @Tool({ description: 'By zod', input: Query })
  byZod(input: object): object {
    return input;
  }

  @Tool({
    description: 'By JSON Schema',
    input: {
      type: 'object',
      properties: {
        place: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } },
        limit: { type: 'integer', 'x-mcp-header': 'Limit' },
        dryRun: { type: 'boolean', 'x-mcp-header': 'Dry-Run' },
      },
    },
  })
  raw(input: object): object {
    return input;
  }
}

@Module({ providers: [MirroredTools] })
export class MirroredModule {}
