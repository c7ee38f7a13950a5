import { Module, type Type } from '@nestjs/common';
import { Tool } from '../../../src/index.js';

const NOTHING = { type: 'object', properties: {} } as const;
const ORDERS = {
  type: 'object',
  properties: { region: { type: 'string', 'x-mcp-header': 'Region' } },
} as const;

/** The tools that `deploy/nginx-by-tool.conf` has by name, and one more: they answer where they run. */
export function placedModule(place: string): Type {
  class PlacedTools {
    @Tool({ name: 'render_report', input: NOTHING })
    report(): string {
      return place;
    }

    @Tool({ name: 'query_orders', input: ORDERS })
    orders(): string {
      return place;
    }

    @Tool({ input: NOTHING })
    other(): string {
      return place;
    }
  }

  @Module({ providers: [PlacedTools] })
  class PlacedModule {}
  return PlacedModule;
}
