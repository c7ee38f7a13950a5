import { Module } from '@nestjs/common';
import { OrderRepository } from './order.repository.js';
import { OrderTools } from './order-tools.js';

@Module({ providers: [OrderRepository, OrderTools], exports: [OrderRepository] })
export class OrdersModule {}
