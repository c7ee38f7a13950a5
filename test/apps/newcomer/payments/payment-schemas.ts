import { toStandardJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { z } from 'zod';

const Amount = z.object({ value: z.number().positive(), currency: z.enum(['EUR', 'USD']).default('EUR') });

/** One of three ways, told apart by `method`. */
export const Pay = z.discriminatedUnion('method', [
  z.object({ method: z.literal('card'), amount: Amount, token: z.string().describe('From the card form') }),
  z.object({ method: z.literal('transfer'), amount: Amount, iban: z.string().min(15) }),
  z.object({ method: z.literal('cash'), amount: Amount }),
]);

/** Whom to pay back, and how much of it: all of it, a part, or single lines. */
export const Refund = v.variant('kind', [
  v.object({ kind: v.literal('full'), orderId: v.pipe(v.number(), v.integer()) }),
  v.object({
    kind: v.literal('partial'),
    orderId: v.pipe(v.number(), v.integer()),
    amount: v.pipe(v.number(), v.minValue(0.01), v.description('In euros')),
  }),
  v.object({
    kind: v.literal('lines'),
    orderId: v.pipe(v.number(), v.integer()),
    lines: v.array(v.pipe(v.number(), v.integer())),
  }),
]);

export const RefundInput = toStandardJsonSchema(Refund);

export const IssueVoucher = v.object({
  amount: v.pipe(v.number(), v.minValue(5), v.maxValue(500), v.description('In euros')),
  recipient: v.pipe(v.string(), v.email()),
  design: v.optional(v.picklist(['birthday', 'winter']), 'birthday'),
  message: v.nullish(v.pipe(v.string(), v.maxLength(200))),
  validUntil: v.optional(v.pipe(v.string(), v.isoDate())),
  codes: v.optional(v.record(v.string(), v.number())),
});

export const Settlement = z.object({
  paidAt: z.iso.datetime(),
  fee: z.number(),
  reference: z.string().nullable(),
});

export const VoucherInput = toStandardJsonSchema(IssueVoucher);
