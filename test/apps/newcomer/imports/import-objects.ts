import { Type } from 'class-transformer';
import {
  Allow,
  IsInstance,
  IsInt,
  IsNotEmptyObject,
  IsObject,
  IsOptional,
  Validate,
  ValidateBy,
  ValidateNested,
  ValidatePromise,
  type ValidationArguments,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';

@ValidatorConstraint({ name: 'isShelfNumber' })
class ShelfNumber implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && /^[A-Z]\d\d$/.test(value);
  }

  defaultMessage({ property }: ValidationArguments): string {
    return `${property} must be a letter and two digits, such as A07`;
  }
}

const IsEvenNumber = (): PropertyDecorator =>
  ValidateBy({
    name: 'isEvenNumber',
    validator: {
      validate: (value) => Number(value) % 2 === 0,
      defaultMessage: () => '$property must be an even number',
    },
  });

class Size {
  @IsInt()
  width!: number;

  @IsInt()
  height!: number;
}

export class ImportObjectsInput {
  @Validate(ShelfNumber)
  shelf!: string;

  @IsEvenNumber()
  pages!: number;

  @IsInstance(Size)
  @ValidateNested()
  @Type(() => Size)
  size!: Size;

  @Describe('Whatever the supplier says of it')
  @IsOptional()
  @IsObject()
  remarks?: Record<string, unknown>;

  @IsOptional()
  @IsNotEmptyObject()
  links?: Record<string, string>;

  @Describe('How many the supplier has')
  @IsOptional()
  @ValidatePromise()
  @IsInt()
  copies?: Promise<number>;

  @Allow()
  extra?: unknown;
}
