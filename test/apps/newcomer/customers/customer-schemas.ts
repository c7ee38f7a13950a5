import { z } from 'zod';

export const Customer = z.object({
  id: z.number().int(),
  name: z.string(),
  email: z.email(),
  phone: z.string().nullable(),
  tags: z.array(z.string()),
  since: z.iso.datetime(),
});

export const FindCustomers = z.object({
  query: z.string().min(2).optional().describe('A part of the name or the e-mail address'),
  country: z.enum(['DE', 'FR', 'GB']).optional(),
  tags: z.array(z.string()).max(5).default([]),
  spent: z.object({ min: z.number().nonnegative().optional(), max: z.number().optional() }).optional(),
  sort: z
    .object({ by: z.enum(['name', 'since']), descending: z.boolean().default(false) })
    .default({ by: 'name', descending: false }),
  page: z.coerce.number().int().min(1).default(1),
});

export const CustomerPage = z.object({ customers: z.array(Customer), nextPage: z.number().int().nullable() });

export const UpdateCustomer = Customer.pick({ name: true, email: true, phone: true, tags: true })
  .partial()
  .extend({ id: z.number().int(), phone: z.string().nullable().optional().describe('null removes it') });

export const Attributes = z.object({
  id: z.number().int(),
  attributes: z.record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()])),
  position: z.tuple([z.number(), z.number()]).optional().describe('Latitude and longitude'),
});
