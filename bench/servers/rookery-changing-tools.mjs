// Rookery of the tree in ROOKERY_ROOT, with tools that change the list of tools and that say much.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const entry = join(process.env.ROOKERY_ROOT, 'dist', 'index.js');
const { createRookery, Tool, ToolRegistry } = await import(pathToFileURL(entry).href);
// The bench has another Nest for its peers, so Rookery's own is found from where Rookery lies.
const nest = createRequire(entry).resolve('@nestjs/common');
const { Inject, Module } = await import(pathToFileURL(nest).href);

class ChangingTools {
  echo({ message }) {
    return message;
  }

  bulk() {
    return 'x'.repeat(900_000);
  }

  change() {
    if (!this.registry.remove('extra')) this.registry.register({ name: 'extra', call: () => 'extra' });
    return 'changed';
  }
}
Inject(ToolRegistry)(ChangingTools.prototype, 'registry');
const ECHO_INPUT = {
  type: 'object',
  properties: { message: { type: 'string' } },
  required: ['message'],
  additionalProperties: false,
};
for (const [name, options] of [['echo', { input: ECHO_INPUT }], ['bulk'], ['change']])
  Tool(options)(
    ChangingTools.prototype,
    name,
    Object.getOwnPropertyDescriptor(ChangingTools.prototype, name),
  );

class ChangingToolsModule {}
Module({ providers: [ChangingTools] })(ChangingToolsModule);

const rookery = await createRookery(ChangingToolsModule);
await rookery.listen();
