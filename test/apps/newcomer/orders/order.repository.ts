import { Injectable } from '@nestjs/common';
import { InMemoryRepository } from '../database/in-memory-repository.js';
import { Order, OrderState } from './order.js';

@Injectable()
export class OrderRepository extends InMemoryRepository<Order> {
  constructor() {
    super([
      order(1, OrderState.Open, null),
      order(2, OrderState.Shipped, new Date('2026-02-03T04:05:06Z')),
      order(3, OrderState.Paid, null),
    ]);
  }
}

function order(id: number, state: OrderState, shippedAt: Date | null): Order {
  const lines = [{ bookId: 1, quantity: id }];
  return Object.assign(new Order(), { id, state, lines, note: null, shippedAt, fraudScore: 'low' });
}
