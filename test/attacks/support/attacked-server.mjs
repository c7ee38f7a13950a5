// The built service with tools that misbehave; its parent may ask what it holds. Plain Node loads it, so there is no
// decorator syntax.
import 'reflect-metadata';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Module } from '@nestjs/common';
import { createRookery } from '../../../dist/service/create-rookery.js';
import { SamplesModule } from '../../../dist/samples/index.js';
import { ResourceRegistry } from '../../../dist/resources/index.js';
import { OpenStreams } from '../../../dist/sessions/index.js';
import { ToolRegistry } from '../../../dist/tools/index.js';
import { MisbehavingTools } from './misbehaving.tools.mjs';

class AttackedModule {}
Module({ imports: [SamplesModule], providers: [MisbehavingTools] })(AttackedModule);

const rookery = await createRookery(AttackedModule, { directRoutes: process.env.DIRECT_ROUTES !== 'off' });
// Any text behind its scheme is one of its resources.
rookery.app
  .get(ResourceRegistry)
  .registerTemplate({ name: 'any', uriTemplate: 'any:{+rest}', read: () => 'a resource' });
await rookery.listen();

async function measure() {
  for (let round = 0; round < 4; round++) {
    globalThis.gc();
    await nextTurn();
  }
  const { heapUsed, rss, external } = process.memoryUsage();
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  return { heapUsed, rss, external, resources, openStreams: rookery.app.get(OpenStreams).count };
}

const ANSWERS = {
  measure,
  streams: () => rookery.app.get(OpenStreams).count,
  connections: promisify(rookery.app.getHttpServer().getConnections.bind(rookery.app.getHttpServer())),
  prototype: () => Object.getOwnPropertyNames(Object.prototype).toSorted(),
  tools: () =>
    rookery.app
      .get(ToolRegistry)
      .list()
      .map(({ definition }) => definition.name),
};

const answer = async (question) => process.send(await ANSWERS[question]());
process.on('message', (question) => void answer(question));
