import { Type } from 'class-transformer';
import { IsISO4217CurrencyCode, IsInt, IsNumber, IsPositive, ValidateNested } from 'class-validator';
import { Describe } from '../../../../src/index.js';

class Price {
  @IsNumber({ maxDecimalPlaces: 2 })
  @IsPositive()
  amount!: number;

  @IsISO4217CurrencyCode()
  currency = 'EUR';
}

export class SetPricesInput {
  @IsInt()
  bookId!: number;

  @Describe('By country, such as DE')
  @ValidateNested({ each: true })
  @Type(() => Price)
  prices!: Map<string, Price>;
}
