import {
  IsBase32,
  IsBase58,
  IsByteLength,
  IsDataURI,
  IsFQDN,
  IsFullWidth,
  IsHalfWidth,
  IsIP,
  IsISO31661Alpha2,
  IsISO31661Alpha3,
  IsISO31661Numeric,
  IsISO6391,
  IsLatLong,
  IsLocale,
  IsMACAddress,
  IsMagnetURI,
  IsMultibyte,
  IsOptional,
  IsPhoneNumber,
  IsPort,
  IsStrongPassword,
  IsSurrogatePair,
  IsTimeZone,
  IsUrl,
  IsVariableWidth,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';

export class ImportSupplierInput {
  @Describe('Where its price list is')
  @IsUrl()
  url!: string;

  @IsISO31661Alpha2()
  country!: string;

  @IsOptional() @IsISO31661Alpha3() countryOfOrigin?: string;
  @IsOptional() @IsISO31661Numeric() countryCode?: string;
  @IsOptional() @IsISO6391() language?: string;
  @IsOptional() @IsLocale() locale?: string;
  @IsOptional() @IsTimeZone() timeZone?: string;
  @IsOptional() @IsLatLong() place?: string;
  @IsOptional() @IsPhoneNumber('DE') phone?: string;
  @IsOptional() @IsFQDN() host?: string;
  @IsOptional() @IsIP() address?: string;
  @IsOptional() @IsMACAddress() printer?: string;
  @IsOptional() @IsPort() port?: string;
  @IsOptional() @IsMagnetURI() torrent?: string;
  @IsOptional() @IsDataURI() logo?: string;
  @IsOptional() @IsStrongPassword() password?: string;
  @IsOptional() @IsBase32() oneTimeSecret?: string;
  @IsOptional() @IsBase58() shortId?: string;
  @IsOptional() @IsByteLength(1, 64) name?: string;
  @IsOptional() @IsFullWidth() nameInJapanese?: string;
  @IsOptional() @IsHalfWidth() nameInLatin?: string;
  @IsOptional() @IsVariableWidth() nameInBoth?: string;
  @IsOptional() @IsMultibyte() motto?: string;
  @IsOptional() @IsSurrogatePair() emoji?: string;
}
