import {
  ArrayContains,
  ArrayNotContains,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';

export class GrantRolesInput {
  @Describe('Of the person')
  @IsString()
  login!: string;

  @IsArray()
  @ArrayUnique()
  @ArrayContains(['reader'])
  @ArrayNotContains(['root'])
  @IsIn(['reader', 'clerk', 'manager', 'root'], { each: true })
  roles!: string[];

  @Describe('Use roles', { deprecated: true })
  @IsOptional()
  @IsString()
  role?: string;
}
