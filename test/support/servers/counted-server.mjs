// The built service with a tool that takes a while, and logs each piece of work once it is done.
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, Module } from '@nestjs/common';
import { createRookery } from '../../../dist/service/create-rookery.js';
import { Tool } from '../../../dist/tools/index.js';

class CountedTools {
  async work({ key, ms }) {
    await delay(ms);
    new Logger('CountedTools').log(`worked: ${key}`);
    return key;
  }
}
const properties = { key: { type: 'string' }, ms: { type: 'number' } };
Tool({ input: { type: 'object', properties, required: ['key', 'ms'] } })(
  CountedTools.prototype,
  'work',
  Object.getOwnPropertyDescriptor(CountedTools.prototype, 'work'),
);

class CountedModule {}
Module({ providers: [CountedTools] })(CountedModule);

const rookery = await createRookery(CountedModule);
await rookery.listen();
