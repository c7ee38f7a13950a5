import { Injectable } from '@nestjs/common';
import type { ToolInputSchema } from '../../../../src/index.js';
import { InMemoryRepository } from '../database/in-memory-repository.js';

/** A tool that somebody defined in the shop's own form, and that was saved. */
export interface Plugin {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly input: ToolInputSchema;
  readonly template: string;
}

const text = { type: 'string', maxLength: 500 };

@Injectable()
export class PluginRepository extends InMemoryRepository<Plugin> {
  constructor() {
    const greeting = { type: 'object', properties: { name: text }, required: ['name'] } as const;
    const receipt = {
      type: 'object',
      properties: { orderId: { type: 'integer' } },
      required: ['orderId'],
    } as const;
    super([
      {
        id: 1,
        name: 'plugin_greet',
        description: 'Greets',
        version: 1,
        input: greeting,
        template: 'Hi {name}',
      },
      {
        id: 2,
        name: 'plugin_greet',
        description: 'Greets a customer',
        version: 2,
        input: greeting,
        template: 'Dear {name}',
      },
      {
        id: 3,
        name: 'plugin_receipt',
        description: 'A receipt',
        version: 1,
        input: receipt,
        template: 'Receipt {orderId}',
      },
      { id: 4, name: 'plugin_trial', description: 'Ended', version: 0, input: receipt, template: '' },
    ]);
  }
}
