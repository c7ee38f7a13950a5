import { Module } from '@nestjs/common';
import { z } from 'zod';
import { type CallToolResult, McpContext, Tool, ToolError } from '../../../src/index.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';

/** A description that some clients cannot read, unless it is mended on the way. */
export const HOSTILE_DESCRIPTION = 'Hears \ud83c, a\u2028b, a\u0085b and \\ud83c';

const input = z.object({ index: z.int() });
const telling = input.extend({ waits: z.boolean().default(true) });

class HostileTools {
  private hear: (() => void) | undefined;

  @Tool({ input })
  say({ index }: z.infer<typeof input>): string {
    return HOSTILE_TEXTS[index]!;
  }

  @Tool({ input })
  refuse({ index }: z.infer<typeof input>): never {
    throw new ToolError(HOSTILE_TEXTS[index]);
  }

  /** The text as a key and as a value; a large one as a value alone. */
  @Tool({ input })
  shape({ index }: z.infer<typeof input>): CallToolResult {
    const text = HOSTILE_TEXTS[index]!;
    const key = text.length < 1000 ? text : 'large';
    return { content: [], structuredContent: { [`key ${key}`]: text } };
  }

  /** Progress and a log message; clients drop the progress that comes with the result, so it waits until both are heard. */
  @Tool({ input: telling })
  async tell({ index, waits }: z.infer<typeof telling>, @McpContext() context: McpContext): Promise<void> {
    const isHeard = new Promise<void>((resolve) => (this.hear = resolve));
    context.progress(1, 1, HOSTILE_TEXTS[index]);
    context.log('info', HOSTILE_TEXTS[index]);
    if (waits) await isHeard;
  }

  /** The first of the list. */
  @Tool({ description: HOSTILE_DESCRIPTION })
  heard(): void {
    this.hear?.();
  }
}

@Module({ providers: [HostileTools] })
export class HostileToolsModule {}
