import { Injectable, NotFoundException } from '@nestjs/common';
import type { z } from 'zod';
import { Tool } from '../../../../src/index.js';
import { AddCustomerInput, PreferencesInput } from './add-customer.js';
import { CustomerRepository } from './customer.repository.js';
import { Attributes, Customer, CustomerPage, FindCustomers, UpdateCustomer } from './customer-schemas.js';
import { MergeCustomers } from './merge-customers.js';

@Injectable()
export class CustomerTools {
  constructor(private readonly customers: CustomerRepository) {}

  @Tool({
    name: 'find_customers',
    description: 'Finds customers',
    input: FindCustomers,
    output: CustomerPage,
  })
  async find({ query = '' }: z.output<typeof FindCustomers>): Promise<z.output<typeof CustomerPage>> {
    const customers = await this.customers.find(({ name }) => name.toLowerCase().includes(query));
    return { customers, nextPage: null };
  }

  @Tool({ name: 'add_customer', description: 'Adds a customer', output: Customer })
  add({ name, email, tags = [], phone }: AddCustomerInput): Promise<z.output<typeof Customer>> {
    const since = '2026-01-31T12:00:00Z';
    return this.customers.insert({ name, email, tags, phone: phone ?? null, since });
  }

  @Tool({ name: 'update_customer', description: 'Changes what is given', input: UpdateCustomer })
  async update({ id, ...changes }: z.output<typeof UpdateCustomer>): Promise<string> {
    const customer = await this.customers.update(id, changes);
    if (!customer) throw new NotFoundException(`There is no customer ${id}`);
    return `${customer.name}, phone ${customer.phone ?? 'none'}`;
  }

  @Tool({ name: 'set_attributes', description: 'Sets free attributes of a customer', input: Attributes })
  setAttributes({ id, attributes, position }: z.output<typeof Attributes>): string {
    return `${id}: ${Object.keys(attributes).join(', ')} at ${position?.join(' ') ?? 'nowhere'}`;
  }

  @Tool({ name: 'set_preferences', description: 'How a customer wants to hear from us' })
  setPreferences({ customerId, channels, notes }: PreferencesInput): string {
    const told = [...channels].map(([name, { enabled, atMost }]) => `${name} ${enabled ? atMost : 'off'}`);
    return `${customerId}: ${told.join(', ')}; ${notes?.size ?? 0} notes`;
  }

  @Tool({ name: 'merge_customers', description: 'Makes one customer of two', input: MergeCustomers })
  merge({ keep, drop, fields, dryRun }: typeof MergeCustomers.infer): string {
    return `${dryRun ? 'Would keep' : 'Kept'} ${keep}, without ${drop}, ${fields?.join(' and ') ?? 'all'} taken over`;
  }
}
