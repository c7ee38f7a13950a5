import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsBoolean,
  IsIBAN,
  IsNotEmpty,
  IsOptional,
  IsPostalCode,
  IsString,
  Length,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';
import { OrderLine } from './order.js';

class Address {
  @IsString()
  @IsNotEmpty()
  street!: string;

  @IsString()
  city!: string;

  @IsPostalCode('any')
  postalCode!: string;
}

abstract class Payment {
  abstract readonly method: string;
}

class DirectDebit extends Payment {
  readonly method = 'debit';

  @IsIBAN()
  iban!: string;
}

class Voucher extends Payment {
  readonly method = 'voucher';

  @Describe('As it is printed')
  @Length(8, 12)
  code!: string;
}

class Invoice extends Payment {
  readonly method = 'invoice';
}

export class PlaceOrderInput {
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => OrderLine)
  lines!: OrderLine[];

  @Describe('Where the books go')
  @ValidateNested()
  deliverTo!: Address;

  @ValidateNested()
  @Type(() => Payment, {
    discriminator: {
      property: 'method',
      subTypes: [
        { name: 'debit', value: DirectDebit },
        { name: 'voucher', value: Voucher },
        { name: 'invoice', value: Invoice },
      ],
    },
    keepDiscriminatorProperty: true,
  })
  payment!: DirectDebit | Voucher | Invoice;

  @IsBoolean()
  gift = false;

  @Describe('Printed on the card; needed for a gift')
  @ValidateIf(({ gift }: PlaceOrderInput) => gift)
  @IsString()
  @MaxLength(200)
  greeting?: string;

  @Describe('The customer has read the terms')
  @Equals(true)
  acceptsTerms!: true;

  @IsOptional()
  @IsString()
  coupon?: string;
}
