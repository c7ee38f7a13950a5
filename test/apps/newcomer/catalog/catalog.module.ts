import { Module } from '@nestjs/common';
import { BookRepository } from './book.repository.js';
import { CatalogTools } from './catalog-tools.js';

@Module({ providers: [BookRepository, CatalogTools], exports: [BookRepository] })
export class CatalogModule {}
