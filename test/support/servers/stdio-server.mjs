// A program as the author of a server writes it, with tools that print, wait and talk. Plain Node loads it, so there is no
// decorator syntax.
import 'reflect-metadata';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { hasScope } from '../../../dist/index.js';
import { serveStdio } from '../../../dist/service/index.js';
import { ToolRegistry } from '../../../dist/tools/index.js';

class Tools {
  constructor(registry) {
    console.log('printed by a constructor');
    for (const [name, call] of Object.entries(CALLS)) register(registry, name, call);
    register(registry, 'admin', (_, { principal }) => `${principal.id} ${hasScope(principal, 'any')}`, {
      scopes: ['admin:all'],
    });
    register(registry, 'visit', () => 'visited', { requiredCapabilities: { elicitation: { url: {} } } });
    const change = () => {
      if (!registry.remove('changed')) register(registry, 'changed', () => 'changed');
      return 'changed';
    };
    register(registry, 'change', change);
    register(registry, 'keepChanging', async ({ count }) => {
      for (let i = 0; i < count; i++) {
        change();
        await delay(30);
      }
      console.error('kept changing');
      return 'changed';
    });
    register(registry, 'grow', () => {
      register(registry, 'grown', () => 'grown');
      return 'registered';
    });
  }

  onApplicationShutdown(signal) {
    console.error(`shut down by ${signal}`);
  }
}
Reflect.defineMetadata('design:paramtypes', [ToolRegistry], Tools);

function register(registry, name, call, options = {}) {
  registry.register({ name, description: name, input: { type: 'object' }, call, ...options });
}

const CALLS = {
  print() {
    console.log('printed by console.log');
    process.stdout.write('printed by process.stdout\n');
    return 'printed';
  },
  end() {
    process.stdout.end('printed at the end\n');
    process.stdout.destroy();
    console.log('printed after the end');
    return 'ended';
  },
  text: ({ length }) => 'x'.repeat(length),
  async wait({ ms }, { signal }) {
    console.error('a call waits');
    const aborted = once(signal, 'abort').then(() => console.error(`aborted: ${signal.reason.reason}`));
    await Promise.race([delay(ms), aborted]);
    return 'waited';
  },
  async later({ ms, length }) {
    await delay(ms);
    return 'x'.repeat(length);
  },
  shout({ count, length }) {
    for (let i = 0; i < count; i++) process.stdout.write('x'.repeat(length));
    return 'shouted';
  },
  async talk({ count, length }, context) {
    for (let i = 1; i <= count; i++) {
      context.log('warning', 'x'.repeat(length));
      if (i % 100 === 0) await delay(1);
    }
    console.error('talked');
    return 'talked';
  },
  caller: (_, { client, revision, principal }) => `${client?.name} ${revision} ${principal.id}`,
  progress(_, context) {
    context.progress(1, 2, 'half');
    return 'done';
  },
};

class ToolsModule {}
Module({ providers: [Tools] })(ToolsModule);

try {
  await serveStdio(ToolsModule, { server: { name: 'own', version: '1.2.3' } });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
