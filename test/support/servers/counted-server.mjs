// The built service with a tool that takes a while, and logs each piece of work once it is done, and one that changes the
// list of tools.
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, Module } from '@nestjs/common';
import { createRookery } from '../../../dist/service/create-rookery.js';
import { Tool, ToolRegistry } from '../../../dist/tools/index.js';

class CountedTools {
  async work({ key, ms }) {
    await delay(ms);
    new Logger('CountedTools').log(`worked: ${key}`);
    return key;
  }

  /** Another tool comes, or goes: on this replica alone. */
  change() {
    const tools = rookery.app.get(ToolRegistry, { strict: false });
    if (!tools.remove('another')) tools.register({ name: 'another', call: () => 'another' });
    return 'changed';
  }
}
const describe = (name, options) =>
  Tool(options)(CountedTools.prototype, name, Object.getOwnPropertyDescriptor(CountedTools.prototype, name));
const properties = { key: { type: 'string' }, ms: { type: 'number' } };
describe('work', { input: { type: 'object', properties, required: ['key', 'ms'] } });
describe('change', {});

class CountedModule {}
Module({ providers: [CountedTools] })(CountedModule);

const rookery = await createRookery(CountedModule);
await rookery.listen();
