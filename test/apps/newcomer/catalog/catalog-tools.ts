import { Injectable, NotFoundException } from '@nestjs/common';
import { Tool } from '../../../../src/index.js';
import { CreateBookInput, FindBookInput, UpdateBookInput } from './book-changes.js';
import { BookRepository } from './book.repository.js';
import { Book } from './book.js';
import { Category } from './category.js';
import { SetPricesInput } from './prices.js';
import { BookPage, SearchBooksInput } from './search-books.js';

@Injectable()
export class CatalogTools {
  constructor(private readonly books: BookRepository) {}

  @Tool({
    name: 'search_books',
    title: 'Search books',
    description: 'Finds books by title, author, format, price and date',
    output: BookPage,
    annotations: { readOnlyHint: true, openWorldHint: false },
    icons: [{ src: 'https://books.example.com/search.svg', mimeType: 'image/svg+xml', sizes: ['any'] }],
  })
  async search({ text = '', filter, sort, page, pageSize }: SearchBooksInput): Promise<BookPage> {
    const found = await this.books.find(
      ({ title, price, inStock }) =>
        title.toLowerCase().includes(text.toLowerCase()) &&
        price >= (filter?.price?.from ?? 0) &&
        (filter?.inStock === undefined || filter.inStock === inStock),
    );
    const [by] = sort;
    if (by) found.sort((a, b) => (a[by.by] < b[by.by] ? -1 : 1) * (by.direction === 'asc' ? 1 : -1));
    const books = found.slice((page - 1) * pageSize, page * pageSize);
    return { books, total: found.length, nextPage: found.length > page * pageSize ? page + 1 : null };
  }

  @Tool({ name: 'get_book', description: 'One book by its number', output: Book })
  async get({ id }: FindBookInput): Promise<Book> {
    const book = await this.books.findById(id);
    if (!book) throw new NotFoundException(`There is no book ${id}. Look for it with search_books.`);
    return book;
  }

  @Tool({ name: 'create_book', description: 'Adds a book', output: Book })
  create({ isbn, title, authors, format, age, price }: CreateBookInput): Promise<Book> {
    return this.books.insert({
      isbn,
      title,
      authors,
      format,
      age,
      price,
      subtitle: null,
      publishedAt: new Date('2026-01-31'),
      withdrawnAt: null,
      inStock: true,
    });
  }

  @Tool({
    name: 'update_book',
    description: 'Changes what is given of a book',
    annotations: { idempotentHint: true },
  })
  async update({ id, ...changes }: UpdateBookInput): Promise<string> {
    const book = await this.books.update(id, changes);
    if (!book) throw new NotFoundException(`There is no book ${id}`);
    return `${book.title}: ${book.subtitle ?? 'no subtitle'}`;
  }

  @Tool({ name: 'set_prices', description: 'Sets the prices of a book in some countries' })
  setPrices({ bookId, prices }: SetPricesInput): string {
    const told = [...prices].map(([country, { amount, currency }]) => `${country} ${amount} ${currency}`);
    return `Book ${bookId}: ${told.join(', ')}`;
  }

  @Tool({ name: 'save_categories', description: 'Replaces the tree of categories' })
  saveCategories(root: Category): string {
    const count = ({ children }: Category): number => children.reduce((sum, child) => sum + count(child), 1);
    return `${count(root)} categories`;
  }
}
