import { Exclude, Expose, Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsDateString,
  IsEmail,
  IsInt,
  IsMobilePhone,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';

export class AddCustomerInput {
  @Transform(({ value }) => String(value).trim())
  @IsString()
  @MaxLength(80)
  name!: string;

  @Transform(({ value }) => String(value).toLowerCase())
  @IsEmail()
  email!: string;

  @IsOptional()
  @IsMobilePhone()
  phone?: string;

  @Expose({ name: 'year_of_birth' })
  @Type(() => Number)
  @IsInt()
  @Min(1900)
  @Max(2026)
  yearOfBirth!: number;

  @Describe('Labels with commas between', { schema: { type: 'string' } })
  @IsOptional()
  @Transform(({ value }) => String(value).split(','))
  @IsString({ each: true })
  tags?: string[];

  @Type(() => Boolean)
  @IsBoolean()
  newsletter = false;

  @IsOptional()
  @IsDateString({ strict: true })
  customerSince?: string;

  /** Set by us. */
  @Exclude()
  @IsString()
  tenant = 'north';
}

class Channel {
  @IsBoolean()
  enabled!: boolean;

  @Describe('Messages a week')
  @IsInt()
  @Min(0)
  @Max(7)
  atMost = 1;
}

export class PreferencesInput {
  @IsInt()
  customerId!: number;

  @Describe('By the name of the channel, such as email')
  @ValidateNested({ each: true })
  @Type(() => Channel)
  channels!: Map<string, Channel>;

  @Describe('Any other wishes, by a name')
  @IsOptional()
  @IsString({ each: true })
  notes?: Map<string, string>;
}
