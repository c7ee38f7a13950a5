import { ClassSerializerInterceptor, Injectable, NotFoundException, UseInterceptors } from '@nestjs/common';
import { content, type ContentBlock, Tool, ToolError } from '../../../../src/index.js';
import { ChangeOrderInput, OrderIdInput } from './change-order.js';
import { Order, OrderState } from './order.js';
import { OrderRepository } from './order.repository.js';
import { PlaceOrderInput } from './place-order.js';
import { SearchOrdersInput } from './search-orders.js';

@Injectable()
@UseInterceptors(ClassSerializerInterceptor)
export class OrderTools {
  constructor(private readonly orders: OrderRepository) {}

  @Tool({ name: 'search_orders', description: 'Orders by state, time and customer' })
  async search({ states, period, limit }: SearchOrdersInput): Promise<object> {
    const found = await this.orders.find(({ state }) => states.includes(state));
    return {
      ids: found.slice(0, limit).map(({ id }) => id),
      since: period?.since.getUTCFullYear() ?? null,
    };
  }

  @Tool({ name: 'get_order', description: 'One order with its lines', output: Order })
  get({ id }: OrderIdInput): Promise<Order> {
    return this.find(id);
  }

  @Tool({ name: 'place_order', description: 'Orders books' })
  async place({ lines, payment, deliverTo, greeting }: PlaceOrderInput): Promise<string> {
    const order = { lines, state: OrderState.Open, note: greeting ?? null, shippedAt: null, fraudScore: '' };
    const { id } = await this.orders.insert(order);
    return `Order ${id} to ${deliverTo.city}, by ${payment.method} (${payment.constructor.name})`;
  }

  @Tool({
    name: 'change_order',
    description: 'Changes what is given of an order',
    annotations: { destructiveHint: false, idempotentHint: true },
  })
  async change({ id, clerkId, state, note }: ChangeOrderInput): Promise<string> {
    const order = await this.orders.update(id, { state, note });
    return `Order ${id}: ${order?.state}, note ${order?.note ?? 'gone'}, clerk ${clerkId ?? 'nobody'}`;
  }

  @Tool({ name: 'cancel_order', annotations: { destructiveHint: true }, rate: '100/minute' })
  async cancel({ id }: OrderIdInput): Promise<string> {
    const { state } = await this.find(id);
    if (state === OrderState.Shipped)
      throw new ToolError(`Order ${id} is on its way. Ask the customer to send it back.`);
    await this.orders.update(id, { state: OrderState.Cancelled });
    return `Order ${id} is cancelled`;
  }

  @Tool({ name: 'print_label', description: 'The label of a parcel, as an image', scopes: ['orders:write'] })
  async printLabel({ id }: OrderIdInput): Promise<ContentBlock[]> {
    await this.find(id);
    return [
      content.text(`Label of order ${id}`),
      content.image(new Uint8Array([137, 80, 78, 71]), 'image/png'),
      content.resourceLink({ uri: `https://books.example.com/orders/${id}`, name: `Order ${id}` }),
    ];
  }

  private async find(id: number): Promise<Order> {
    const order = await this.orders.findById(id);
    if (!order) throw new NotFoundException(`There is no order ${id}`);
    return order;
  }
}
