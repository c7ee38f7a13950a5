import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { concat, type Observable, of } from 'rxjs';
import { McpContext, Tool } from '../../../../src/index.js';
import { ExportInput } from './report-inputs.js';

/** Work that takes long. */
@Injectable()
export class JobTools {
  @Tool({ name: 'export_orders', description: 'Writes all orders to a file', timeoutMs: 60_000 })
  async *exportOrders({ format, batch }: ExportInput): AsyncGenerator<object | string> {
    for (let done = 1; done <= 3; done++) {
      await delay(1);
      yield { progress: done, total: 3, message: `${done * batch} orders` };
    }
    yield `orders.${format}`;
  }

  @Tool({ name: 'rebuild_index', description: 'Builds the index for search anew', concurrency: 2 })
  rebuildIndex(): Observable<string> {
    return concat(of('books'), of('customers'), of('The index is new'));
  }

  @Tool({ name: 'close_year', description: 'Closes the books of a year', timeoutMs: 100 })
  async closeYear(@McpContext() context: McpContext): Promise<string> {
    await delay(60_000, undefined, { signal: context.signal });
    return 'closed';
  }

  @Tool({ name: 'warm_cache', description: 'Loads what is asked for often' })
  async warmCache(@McpContext() context: McpContext): Promise<void> {
    for (let page = 1; page <= 2; page++) {
      await delay(1, undefined, { signal: context.signal });
      context.progress(page, 2, `page ${page}`);
    }
    context.log('info', { pages: 2 }, 'cache');
  }
}
