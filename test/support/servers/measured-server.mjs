// The built service, which tells its memory and open resources when its parent asks.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRookery } from '../../../dist/service/create-rookery.js';
import { SamplesModule } from '../../../dist/samples/index.js';
import { OpenStreams } from '../../../dist/sessions/index.js';
import { BulkModule } from './bulk.module.mjs';
import { ROOKERY_OPTIONS } from './rookery-options.mjs';

const rookery = await createRookery(process.env.BULK ? BulkModule : SamplesModule, ROOKERY_OPTIONS);
await rookery.listen();

async function measure() {
  for (let round = 0; round < 4; round++) {
    globalThis.gc();
    await nextTurn();
  }
  const { heapUsed, rss, external } = process.memoryUsage();
  const resources = {};
  // Log lines are written every 100 ms: such a write may or may not be under way.
  for (const name of process.getActiveResourcesInfo())
    if (name !== 'FSReqCallback') resources[name] = (resources[name] ?? 0) + 1;
  process.send({ heapUsed, rss, external, resources, openStreams: rookery.app.get(OpenStreams).count });
}

process.on('message', () => void measure());
