// The built service with a tool that waits until the parent releases it.
import { once } from 'node:events';
import { Logger, Module } from '@nestjs/common';
import { createRookery } from '../../../dist/service/create-rookery.js';
import { Tool } from '../../../dist/tools/index.js';
import { ROOKERY_OPTIONS } from './rookery-options.mjs';

class SlowTools {
  waiting = 0;

  async waitForRelease() {
    new Logger('SlowTools').log(`${++this.waiting} calls wait`);
    await once(process, 'message');
    return 'released';
  }
}
Tool()(
  SlowTools.prototype,
  'waitForRelease',
  Object.getOwnPropertyDescriptor(SlowTools.prototype, 'waitForRelease'),
);

class SlowModule {}
Module({ providers: [SlowTools] })(SlowModule);

const rookery = await createRookery(SlowModule, ROOKERY_OPTIONS);
await rookery.listen();
