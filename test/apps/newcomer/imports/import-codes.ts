import {
  IsAlpha,
  IsAlphanumeric,
  IsAscii,
  IsBIC,
  IsBtcAddress,
  IsCreditCard,
  IsEAN,
  IsEthereumAddress,
  IsFirebasePushId,
  IsHash,
  IsHexadecimal,
  IsIdentityCard,
  IsISIN,
  IsISRC,
  IsISSN,
  IsJWT,
  IsLowercase,
  IsMongoId,
  IsOptional,
  IsPassportNumber,
  IsSemVer,
  IsTaxId,
  IsUppercase,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';

/** Each is left out where a supplier does not have it. */
export class ImportCodesInput {
  @Describe('Of the price list')
  @IsSemVer()
  version!: string;

  @IsOptional() @IsEAN() ean?: string;
  @IsOptional() @IsISSN() issn?: string;
  @IsOptional() @IsISRC() recording?: string;
  @IsOptional() @IsISIN() share?: string;
  @IsOptional() @IsBIC() bank?: string;
  @IsOptional() @IsCreditCard() card?: string;
  @IsOptional() @IsBtcAddress() bitcoin?: string;
  @IsOptional() @IsEthereumAddress() ether?: string;
  @IsOptional() @IsTaxId('de-DE') taxId?: string;
  @IsOptional() @IsPassportNumber('DE') passport?: string;
  @IsOptional() @IsIdentityCard('ES') identityCard?: string;
  @IsOptional() @IsHash('sha256') checksum?: string;
  @IsOptional() @IsHexadecimal() serial?: string;
  @IsOptional() @IsMongoId() formerId?: string;
  @IsOptional() @IsFirebasePushId() device?: string;
  @IsOptional() @IsJWT() signature?: string;
  @IsOptional() @IsAlpha() shelf?: string;
  @IsOptional() @IsAlphanumeric() bin?: string;
  @IsOptional() @IsAscii() comment?: string;
  @IsOptional() @IsLowercase() slug?: string;
  @IsOptional() @IsUppercase() code?: string;
}
