import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Tool } from '../../../../src/index.js';
import { OrderRepository } from '../orders/order.repository.js';
import { CustomReport, Summary, SummaryInput } from './report-inputs.js';

@Injectable()
export class ReportTools {
  constructor(private readonly orders: OrderRepository) {}

  @Tool({ name: 'sales_summary', description: 'Revenue of a period', output: Summary })
  salesSummary({ from, to, groupBy = [] }: SummaryInput): Summary {
    return { revenue: 0, orders: 0, average: null, period: [from, to, ...groupBy].join(' ') };
  }

  @Tool({ name: 'custom_report', description: 'Orders that meet conditions', input: CustomReport })
  async customReport({ columns, where, limit }: z.output<typeof CustomReport>): Promise<object[]> {
    const rows = await this.orders.find(({ id }) => id < 3);
    return [{ columns, limited: rows.length > limit, filtered: where !== undefined }];
  }

  @Tool({
    name: 'plot_chart',
    description: 'Draws a chart',
    input: {
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['bar', 'line'] },
        points: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 100 },
        title: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      },
      required: ['kind', 'points'],
      additionalProperties: false,
    },
    output: { type: 'object', properties: { svg: { type: 'string' } }, required: ['svg'] },
  })
  plotChart({ kind, points }: { kind: string; points: number[] }): object {
    return { svg: `<svg><!-- ${kind} of ${points.length} --></svg>` };
  }
}
