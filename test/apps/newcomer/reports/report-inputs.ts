import {
  IsArray,
  IsDateString,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
} from 'class-validator';
import { z } from 'zod';
import { Describe } from '../../../../src/index.js';

export class ExportInput {
  @IsIn(['csv', 'json'])
  format: 'csv' | 'json' = 'csv';

  @Describe('How many orders are written at once')
  @IsInt()
  @Min(1)
  @Max(1000)
  batch = 100;
}

export class SummaryInput {
  @Describe('The first day')
  @IsDateString()
  from!: string;

  @Describe('The last day')
  @IsDateString()
  to!: string;

  @IsOptional()
  @IsArray()
  @IsIn(['country', 'format', 'age'], { each: true })
  groupBy?: string[];
}

export class Summary {
  @IsNumber()
  revenue!: number;

  @IsInt()
  orders!: number;

  @Describe('None without orders')
  @IsOptional()
  @IsNumber()
  average!: number | null;

  @IsString()
  period!: string;
}

/** A condition, or several that are joined. */
export type Condition =
  | { field: string; operator: 'eq' | 'gt' | 'lt'; value: string | number }
  | { all: Condition[] }
  | { any: Condition[] };

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({
      field: z.string(),
      operator: z.enum(['eq', 'gt', 'lt']),
      value: z.union([z.string(), z.number()]),
    }),
    z.object({ all: z.array(Condition).min(1) }),
    z.object({ any: z.array(Condition).min(1) }),
  ]),
);

export const CustomReport = z.object({
  columns: z.array(z.enum(['id', 'state', 'total'])).min(1),
  where: Condition.optional(),
  limit: z.number().int().max(1000).default(100),
});
