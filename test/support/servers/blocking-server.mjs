// The built service with a tool that keeps the event loop late until the parent releases it.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { createRookery } from '../../../dist/service/create-rookery.js';
import { SamplesModule } from '../../../dist/samples/index.js';
import { Tool } from '../../../dist/tools/index.js';

const BLOCK_MS = Number(process.env.BLOCK_MS ?? 150);

class BlockingTools {
  async block() {
    const release = new AbortController();
    process.once('message', () => release.abort());
    while (!release.signal.aborted) {
      const until = performance.now() + BLOCK_MS;
      while (performance.now() < until);
      await nextTurn();
    }
    return 'released';
  }
}
Tool()(BlockingTools.prototype, 'block', Object.getOwnPropertyDescriptor(BlockingTools.prototype, 'block'));

class BlockingModule {}
Module({ imports: [SamplesModule], providers: [BlockingTools] })(BlockingModule);

const rookery = await createRookery(BlockingModule);
await rookery.listen();

process.on('message', (message) => {
  if (message !== 'close') return;
  // Nothing may keep the process alive after this.
  void rookery.close().then(() => process.disconnect());
});
