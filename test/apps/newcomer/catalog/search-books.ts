import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsDateString,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';
import { Book, BookFormat, ReadingAge } from './book.js';

class PriceRange {
  @Describe('In euros, inclusive')
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  from?: number;

  @Describe('In euros, inclusive')
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(0)
  to?: number;
}

class BookFilter {
  @IsOptional()
  @IsString({ each: true })
  authors?: string[];

  @IsOptional()
  @IsEnum(BookFormat, { each: true })
  formats?: BookFormat[];

  @Describe('The youngest readers it is for')
  @IsOptional()
  @IsEnum(ReadingAge)
  age?: ReadingAge;

  @IsOptional()
  @ValidateNested()
  price?: PriceRange;

  @IsOptional()
  @IsDateString()
  publishedAfter?: string;

  @IsOptional()
  @IsBoolean()
  inStock?: boolean;

  @Describe('Books that this filter finds are left out')
  @IsOptional()
  @ValidateNested()
  @Type(() => BookFilter)
  not?: BookFilter;
}

class BookSort {
  @IsIn(['title', 'price', 'publishedAt'])
  by!: 'title' | 'price' | 'publishedAt';

  @IsIn(['asc', 'desc'])
  direction: 'asc' | 'desc' = 'asc';
}

export class SearchBooksInput {
  @Describe('Words of the title', { examples: ['pride', 'design patterns'] })
  @IsOptional()
  @IsString()
  @MinLength(2)
  text?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => BookFilter)
  filter?: BookFilter;

  @Describe('The first one counts most')
  @ValidateNested({ each: true })
  @Type(() => BookSort)
  sort: BookSort[] = [];

  @Describe('From 1')
  @IsInt()
  @Min(1)
  page = 1;

  @IsInt()
  @Min(1)
  @Max(50)
  pageSize = 20;
}

export class BookPage {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Book)
  books!: Book[];

  @IsInt()
  total!: number;

  @Describe('None on the last page')
  @IsOptional()
  @IsInt()
  nextPage!: number | null;
}
