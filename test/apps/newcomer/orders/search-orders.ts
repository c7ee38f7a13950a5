import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';
import { OrderState } from './order.js';

export enum Priority {
  Low = 1,
  Normal = 2,
  High = 3,
}

class Period {
  @IsDate()
  @Type(() => Date)
  since!: Date;

  @Describe('Now, if left out')
  @IsOptional()
  @IsDate()
  @Type(() => Date)
  until?: Date;
}

export class SearchOrdersInput {
  @IsArray()
  @ArrayMaxSize(4)
  @IsEnum(OrderState, { each: true })
  states: OrderState[] = [OrderState.Open, OrderState.Paid];

  @IsOptional()
  @IsEnum(Priority)
  priority?: Priority;

  @IsOptional()
  @ValidateNested()
  period?: Period;

  @Describe('The customer number, such as C-00017', { examples: ['C-00017'] })
  @IsOptional()
  @Matches(/^C-\d{5}$/)
  customer?: string;

  @Describe('The cursor of the page before')
  @IsOptional()
  @IsString()
  cursor?: string;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 25;
}
