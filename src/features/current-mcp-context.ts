import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { McpContext } from './mcp-context.js';

/** The context of the call that the code runs for, for services that no context is passed to. */
@Injectable()
export class CurrentMcpContext {
  private readonly storage = new AsyncLocalStorage<McpContext>();

  /** @returns `undefined` outside of a call */
  get(): McpContext | undefined {
    return this.storage.getStore();
  }

  run<Result>(context: McpContext, work: () => Result): Result {
    return this.storage.run(context, work);
  }
}
