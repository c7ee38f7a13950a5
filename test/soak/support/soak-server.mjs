// The built service with a tool of large results; its parent may ask for its memory, without a garbage collection.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { createRookery } from '../../../dist/service/create-rookery.js';
import { Tool } from '../../../dist/index.js';
import { SamplesModule } from '../../../dist/samples/index.js';

class BulkTool {
  /** Just below MAX_RESULT_BYTES. */
  bulk() {
    return 'x'.repeat(900_000);
  }
}
Reflect.defineMetadata('design:paramtypes', [], BulkTool.prototype, 'bulk');
Tool()(BulkTool.prototype, 'bulk', Object.getOwnPropertyDescriptor(BulkTool.prototype, 'bulk'));

class SoakModule {}
Module({ imports: [SamplesModule], providers: [BulkTool] })(SoakModule);

const rookery = await createRookery(SoakModule);
await rookery.listen();
process.on('message', () => process.send(process.memoryUsage.rss()));
