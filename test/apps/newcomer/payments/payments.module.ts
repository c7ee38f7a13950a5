import { Module } from '@nestjs/common';
import { PaymentTools } from './payment-tools.js';

@Module({ providers: [PaymentTools] })
export class PaymentsModule {}
