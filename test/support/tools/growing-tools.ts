import { Injectable, Module } from '@nestjs/common';
import { Tool, ToolRegistry } from '../../../src/index.js';
import { StatelessToolsModule } from './stateless-tools.js';

@Injectable()
class GrowingTools {
  constructor(private readonly tools: ToolRegistry) {}

  /** Adds a tool at run time. */
  @Tool()
  grow(): string {
    this.tools.register({ name: 'more', call: () => 'more' });
    return 'grown';
  }
}

/** Tools that say more than their answer: progress, log messages, and a list that changes. */
@Module({ imports: [StatelessToolsModule], providers: [GrowingTools] })
export class GrowingToolsModule {}
