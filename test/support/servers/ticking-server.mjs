// The built service with a tool that reports its progress in many small events, each a little after the other.
import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { createRookery } from '../../../dist/service/create-rookery.js';
import { McpContext, Tool } from '../../../dist/index.js';
import { ROOKERY_OPTIONS } from './rookery-options.mjs';

const TICKS = 50;

class TickingTools {
  async tick(context) {
    for (let count = 1; count <= TICKS; count++) {
      context.progress(count, TICKS);
      await delay(20);
    }
    return 'done';
  }
}
Reflect.defineMetadata('design:paramtypes', [Object], TickingTools.prototype, 'tick');
McpContext()(TickingTools.prototype, 'tick', 0);
Tool()(TickingTools.prototype, 'tick', Object.getOwnPropertyDescriptor(TickingTools.prototype, 'tick'));

class TickingModule {}
Module({ providers: [TickingTools] })(TickingModule);

const rookery = await createRookery(TickingModule, ROOKERY_OPTIONS);
await rookery.listen();
