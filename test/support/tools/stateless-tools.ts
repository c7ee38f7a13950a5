import { Injectable, Module } from '@nestjs/common';
import { McpContext, Tool } from '../../../src/index.js';

/** What became of the calls of `wait`. */
export const waits = { aborted: [] as string[] };

@Injectable()
class StatelessTools {
  @Tool({ requiredCapabilities: { elicitation: { url: {} } } })
  visit(): string {
    return 'visited';
  }

  @Tool()
  async report(@McpContext() context: McpContext): Promise<string> {
    context.progress(1, 3, 'one');
    context.log('info', 'quiet');
    context.log('warning', { careful: true }, 'tools');
    await Promise.resolve();
    context.progress(3, 3, 'three');
    return `${context.client?.name} ${context.principal.id} ${context.revision}`;
  }

  @Tool()
  async wait(@McpContext() context: McpContext): Promise<string> {
    context.progress(1);
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve, { once: true }));
    waits.aborted.push((context.signal.reason as { reason: string }).reason);
    return 'too late';
  }

  @Tool({ timeoutMs: 20 })
  async late(@McpContext() { signal }: McpContext): Promise<void> {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }

  @Tool()
  sign(): object {
    return { content: [], _meta: { 'example.com/by': 'the tool' } };
  }

  @Tool({ rate: '1/hour' })
  rare(): string {
    return 'rare';
  }

  @Tool()
  break(): never {
    throw new Error('secret');
  }

  @Tool({ scopes: ['admin'] })
  admin(): string {
    return 'admin';
  }
}

@Module({ providers: [StatelessTools] })
export class StatelessToolsModule {}
