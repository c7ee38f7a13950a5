import { Injectable } from '@nestjs/common';
import * as v from 'valibot';
import type { z } from 'zod';
import { Tool } from '../../../../src/index.js';
import {
  type IssueVoucher,
  Pay,
  type Refund,
  RefundInput,
  Settlement,
  VoucherInput,
} from './payment-schemas.js';

@Injectable()
export class PaymentTools {
  @Tool({
    name: 'pay',
    description: 'Takes a payment by card, transfer or cash',
    input: Pay,
    output: Settlement,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
    _meta: { 'books.example.com/team': 'payments' },
  })
  pay(payment: z.output<typeof Pay>): z.output<typeof Settlement> {
    const reference = payment.method === 'transfer' ? payment.iban.slice(-4) : null;
    return { paidAt: '2026-01-31T12:00:00Z', fee: payment.amount.value / 100, reference };
  }

  @Tool({ name: 'refund', description: 'Pays back', input: RefundInput, scopes: ['payments:refund'] })
  refund(refund: v.InferOutput<typeof Refund>): string {
    return refund.kind === 'partial'
      ? `${refund.amount} euros of ${refund.orderId}`
      : `${refund.kind} of ${refund.orderId}`;
  }

  @Tool({
    name: 'issue_voucher',
    description: 'Sends a voucher by e-mail',
    input: VoucherInput,
    rate: '2/minute',
  })
  issueVoucher({ amount, recipient, design, message }: v.InferOutput<typeof IssueVoucher>): string {
    return `${amount} euros to ${recipient}, ${design}: ${message ?? 'no message'}`;
  }
}
