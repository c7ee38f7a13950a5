import { Test } from '@nestjs/testing';
import { McpModule, ToolRegistry } from '../../../src/index.js';
import { NewcomerModule } from './newcomer.module.js';

type RegisteredTool = ReturnType<ToolRegistry['list']>[number];

/** All tools of the app as `tools/list` shows them, by name. Needs no socket. */
export async function newcomerDefinitions(): Promise<RegisteredTool['definition'][]> {
  const module = await Test.createTestingModule({ imports: [McpModule.forRoot(), NewcomerModule] }).compile();
  const app = await module.createNestApplication().init();
  try {
    return app
      .get(ToolRegistry, { strict: false })
      .list()
      .map(({ definition }) => definition)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    await app.close();
  }
}
