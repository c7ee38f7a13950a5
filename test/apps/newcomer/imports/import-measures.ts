import { Type } from 'class-transformer';
import {
  Contains,
  IsBooleanString,
  IsCurrency,
  IsDate,
  IsDecimal,
  IsDivisibleBy,
  IsEmpty,
  IsHexColor,
  IsHSL,
  IsISO8601,
  IsJSON,
  IsMilitaryTime,
  IsNegative,
  IsNotIn,
  IsNumberString,
  IsOctal,
  IsOptional,
  IsRFC3339,
  IsRgbColor,
  MaxDate,
  MinDate,
  NotContains,
  NotEquals,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';

export class ImportMeasuresInput {
  @Describe('In grams')
  @IsDecimal()
  weight!: string;

  @IsDate()
  @Type(() => Date)
  @MinDate(new Date('2020-01-01T00:00:00Z'))
  @MaxDate(new Date('2030-01-01T00:00:00Z'))
  weighedAt!: Date;

  @IsOptional() @IsCurrency() price?: string;
  @IsOptional() @IsDivisibleBy(12) packed?: number;
  @IsOptional() @IsNegative() correction?: number;
  @IsOptional() @IsNumberString() pages?: string;
  @IsOptional() @IsBooleanString() fragile?: string;
  @IsOptional() @IsOctal() permissions?: string;
  @IsOptional() @IsHexColor() cover?: string;
  @IsOptional() @IsHSL() spine?: string;
  @IsOptional() @IsRgbColor() edge?: string;
  @IsOptional() @IsMilitaryTime() deliveredAt?: string;
  @IsOptional() @IsISO8601() printedOn?: string;
  @IsOptional() @IsRFC3339() scannedAt?: string;
  @IsOptional() @NotEquals('none') unit?: string;
  @IsOptional() @IsNotIn(['A', 'B']) grade?: string;
  @IsOptional() @Contains('-') batch?: string;
  @IsOptional() @NotContains(' ') label?: string;
  @IsOptional() @IsJSON() raw?: string;

  @Describe('Of the old list; has to be empty')
  @IsEmpty()
  legacy?: string;
}
