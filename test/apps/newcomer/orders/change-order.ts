import { IsIn, IsInt, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { Describe } from '../../../../src/index.js';
import { OrderState } from './order.js';

export class OrderIdInput {
  @IsInt()
  id!: number;
}

export class ChangeOrderInput extends OrderIdInput {
  @IsOptional()
  @IsIn(Object.values(OrderState))
  state?: OrderState;

  @Describe('A note for the packer; null removes it', { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  note?: string | null;

  @Describe('The clerk who looks after it; null for nobody')
  @ValidateIf((_, value) => value !== null)
  @IsInt()
  clerkId!: number | null;
}
