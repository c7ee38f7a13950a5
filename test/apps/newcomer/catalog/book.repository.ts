import { Injectable } from '@nestjs/common';
import { InMemoryRepository } from '../database/in-memory-repository.js';
import { type Book, BookFormat, ReadingAge } from './book.js';

const BOOKS: Book[] = [
  {
    id: 1,
    isbn: '9780141439518',
    title: 'Pride and Prejudice',
    subtitle: null,
    authors: ['Jane Austen'],
    format: BookFormat.Paperback,
    age: ReadingAge.Everyone,
    price: 7.99,
    publishedAt: new Date('2002-12-31'),
    withdrawnAt: null,
    inStock: true,
  },
  {
    id: 2,
    isbn: '9780201633610',
    title: 'Design Patterns',
    subtitle: 'Elements of Reusable Object-Oriented Software',
    authors: ['Erich Gamma', 'Richard Helm', 'Ralph Johnson', 'John Vlissides'],
    format: BookFormat.Hardcover,
    age: ReadingAge.Adults,
    price: 54.5,
    publishedAt: new Date('1994-10-31'),
    withdrawnAt: new Date('2020-01-01'),
    inStock: false,
  },
];

@Injectable()
export class BookRepository extends InMemoryRepository<Book> {
  constructor() {
    super(BOOKS);
  }
}
