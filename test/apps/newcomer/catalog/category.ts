import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsString, MaxLength, ValidateNested } from 'class-validator';

/** A category has categories. */
export class Category {
  @IsString()
  @MaxLength(40)
  name!: string;

  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => Category)
  children: Category[] = [];
}
