import { Injectable, Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import { McpContext, Tool } from '../../../src/index.js';
import { SamplesModule } from '../../../src/samples/index.js';
import { eventually } from '../eventually.js';

class HoldInput {
  @IsString()
  name!: string;
}

/** A call of `hold` that runs until the test finishes it, or nobody waits for it any more. */
export interface HeldCall {
  readonly context: McpContext;
  readonly finish: (result: string) => void;
}

const held = new Map<string, HeldCall>();

@Injectable()
class HoldTool {
  @Tool()
  hold({ name }: HoldInput, @McpContext() context: McpContext): Promise<string> {
    return new Promise((resolve) => {
      context.signal.addEventListener('abort', () => resolve('aborted'), { once: true });
      held.set(name, { context, finish: resolve });
    });
  }
}

/** The call of that name, once it runs. */
export async function heldCall(name: string): Promise<HeldCall> {
  await eventually(() => held.has(name));
  return held.get(name)!;
}

/** The sample tools, and `hold`. */
@Module({ imports: [SamplesModule], providers: [HoldTool] })
export class HoldModule {}
