import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDate,
  IsEnum,
  IsISBN,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';

export enum BookFormat {
  Hardcover = 'hardcover',
  Paperback = 'paperback',
  EBook = 'e-book',
}

export enum ReadingAge {
  Everyone,
  Children = 6,
  Teens = 12,
  Adults = 18,
}

/** A row of the table `books`, and what tools return of it. */
export class Book {
  @IsInt()
  id!: number;

  @IsISBN()
  isbn!: string;

  @IsString()
  title!: string;

  @Describe('None for most novels')
  @IsOptional()
  @IsString()
  subtitle!: string | null;

  @IsArray()
  @IsString({ each: true })
  authors!: string[];

  @IsEnum(BookFormat)
  format!: BookFormat;

  @IsEnum(ReadingAge)
  age!: ReadingAge;

  @Describe('In euros')
  @IsNumber({ maxDecimalPlaces: 2 })
  price!: number;

  @IsDate()
  @Type(() => Date)
  publishedAt!: Date;

  @Describe('When it was taken off the shelves')
  @IsOptional()
  @IsDate()
  @Type(() => Date)
  withdrawnAt!: Date | null;

  @IsBoolean()
  inStock!: boolean;
}
