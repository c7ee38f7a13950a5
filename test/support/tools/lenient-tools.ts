import { Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsString, ValidateNested } from 'class-validator';
import { z } from 'zod';
import { Tool, type ToolOptions, ToolRegistry } from '../../../src/index.js';

class Item {
  @IsInt()
  id!: number;

  @IsString()
  code!: string;
}

class OrderInput {
  @ValidateNested({ each: true })
  @Type(() => Item)
  items!: Item[];

  @IsBoolean()
  urgent!: boolean;
}

const Order = z.object({ items: z.array(z.object({ id: z.int(), code: z.string() })), urgent: z.boolean() });

const RAW: ToolOptions['input'] = {
  type: 'object',
  properties: {
    items: { type: 'array', items: { $ref: '#/$defs/item' } },
    urgent: { type: 'boolean' },
  },
  $defs: { item: { type: 'object', properties: { id: { type: 'integer' }, code: { type: 'string' } } } },
};

/** Tools that say what they get. */
@Injectable()
class LenientTools implements OnApplicationBootstrap {
  constructor(private readonly registry: ToolRegistry) {}

  onApplicationBootstrap(): void {
    this.registry.register({ name: 'registered', input: RAW, call: (input) => input });
  }

  @Tool()
  byClass(input: OrderInput): OrderInput {
    return input;
  }

  @Tool({ input: Order })
  byZod(input: object): object {
    return input;
  }

  @Tool({ input: RAW, lenient: true })
  lenient(input: object): object {
    return input;
  }

  @Tool({ input: Order, lenient: false })
  strict(input: object): object {
    return input;
  }

  @Tool({ input: Order, lenient: true, maxValues: 20 })
  small(input: object): object {
    return input;
  }
}

@Module({ providers: [LenientTools] })
export class LenientModule {}
