import { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/mapped-types';
import { ArrayNotEmpty, IsDefined, IsNotEmpty, IsOptional, IsPositive, IsString } from 'class-validator';
import { Describe } from '../../../../src/index.js';
import { Book } from './book.js';

/** What a client may say of a new book; the shop adds the rest. */
export class CreateBookInput extends PickType(Book, ['isbn', 'title', 'authors', 'format', 'age', 'price']) {
  @IsNotEmpty()
  declare title: string;

  @ArrayNotEmpty()
  declare authors: string[];

  @Describe('In euros')
  @IsPositive()
  declare price: number;
}

class BookId extends PickType(Book, ['id']) {}

class OptionalBookFields extends PartialType(OmitType(CreateBookInput, ['isbn'])) {
  @Describe('null removes it', { nullable: true })
  @IsOptional()
  @IsString()
  subtitle?: string | null;
}

export class UpdateBookInput extends IntersectionType(BookId, OptionalBookFields) {}

export class FindBookInput {
  @Describe('The number of the book in this shop')
  @IsDefined()
  id!: number;
}
