import { Module } from '@nestjs/common';
import { CustomerRepository } from './customer.repository.js';
import { CustomerTools } from './customer-tools.js';

@Module({ providers: [CustomerRepository, CustomerTools] })
export class CustomersModule {}
