import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Scope } from '@nestjs/common';
import type { McpContext } from './mcp-context.js';

/** Keeps the context of each call for the code that runs for it. */
@Injectable()
export class McpContextStorage {
  private readonly storage = new AsyncLocalStorage<McpContext>();
  private isAsked = false;

  get(): McpContext | undefined {
    return this.storage.getStore();
  }

  /** Somebody will ask for the context. Until then no call has to keep it, which would slow down every promise on Node 20. */
  expectQuestions(): void {
    this.isAsked = true;
  }

  /** Runs `work` with its context kept, if anybody may ask for it. */
  runIfAsked<Result>(context: McpContext, work: () => Result): Result {
    return this.isAsked ? this.run(context, work) : work();
  }

  run<Result>(context: McpContext, work: () => Result): Result {
    return this.storage.run(context, work);
  }
}

/** The context of the call that the code runs for, for services that no context is passed to. */
@Injectable({ scope: Scope.TRANSIENT })
export class CurrentMcpContext {
  /** Nest makes a transient provider only for those who inject it. */
  constructor(private readonly storage: McpContextStorage) {
    storage.expectQuestions();
  }

  /** @returns `undefined` outside of a call */
  get(): McpContext | undefined {
    return this.storage.get();
  }
}
