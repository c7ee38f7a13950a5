import { Exclude, Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsDate,
  IsEnum,
  IsInt,
  IsOptional,
  IsPositive,
  IsString,
  ValidateNested,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';

export enum OrderState {
  Open = 'OPEN',
  Paid = 'PAID',
  Shipped = 'SHIPPED',
  Cancelled = 'CANCELLED',
}

export class OrderLine {
  @IsInt()
  bookId!: number;

  @IsInt()
  @IsPositive()
  quantity = 1;
}

/** A row of the table `orders`. */
export class Order {
  @IsInt()
  id!: number;

  @IsEnum(OrderState)
  state!: OrderState;

  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => OrderLine)
  lines!: OrderLine[];

  @IsOptional()
  @IsString()
  note!: string | null;

  @Describe('When it left the house')
  @IsOptional()
  @IsDate()
  shippedAt!: Date | null;

  /** For us alone. */
  @Exclude()
  @IsString()
  fraudScore!: string;
}
