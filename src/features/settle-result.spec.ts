import type { McpContext } from './mcp-context.js';
import { settleResult } from './settle-result.js';

describe('The values of an async generator', () => {
  it('are progress, and what it returns is the result', async () => {
    const told: unknown[] = [];
    const context = {
      signal: new AbortController().signal,
      progress: (...progress: unknown[]) => told.push(progress),
    } as unknown as McpContext;
    async function* count(): AsyncGenerator<string, string> {
      yield 'one';
      yield 'two';
      return await Promise.resolve('done');
    }
    expect(await settleResult(count(), context)).toBe('done');
    expect(told).toEqual([
      [1, undefined, 'one'],
      [2, undefined, 'two'],
    ]);
  });
});
