import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { InMemoryRepository } from '../database/in-memory-repository.js';
import type { Customer } from './customer-schemas.js';

type CustomerRow = z.output<typeof Customer>;

@Injectable()
export class CustomerRepository extends InMemoryRepository<CustomerRow> {
  constructor() {
    const since = '2020-05-06T07:08:09Z';
    super([
      { id: 1, name: 'Ada', email: 'ada@example.com', phone: '+49 30 123456', tags: ['vip'], since },
      { id: 2, name: 'Bob', email: 'bob@example.com', phone: null, tags: [], since },
    ]);
  }
}
