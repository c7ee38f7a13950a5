// Rookery of the tree in ROOKERY_ROOT with its sample tools, and one that changes the list of tools and one that says much.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const dist = join(process.env.ROOKERY_ROOT, 'dist');
const { Tool, ToolRegistry } = await load(join(dist, 'index.js'));
// A revision to compare with may be older than this entry.
const service = join(dist, 'service', 'index.js');
const { createRookery } = await load(existsSync(service) ? service : join(dist, 'index.js'));
const { SamplesModule } = await load(join(dist, 'samples', 'index.js'));
// The bench has another Nest for its peers, so Rookery's own is found from where Rookery lies.
const { Inject, Module } = await load(createRequire(join(dist, 'index.js')).resolve('@nestjs/common'));

function load(path) {
  return import(pathToFileURL(path).href);
}

class ChangingTools {
  bulk() {
    return 'x'.repeat(900_000);
  }

  change() {
    if (!this.registry.remove('extra')) this.registry.register({ name: 'extra', call: () => 'extra' });
    return 'changed';
  }
}
Inject(ToolRegistry)(ChangingTools.prototype, 'registry');
for (const name of ['bulk', 'change'])
  Tool()(ChangingTools.prototype, name, Object.getOwnPropertyDescriptor(ChangingTools.prototype, name));

class ChangingToolsModule {}
Module({ imports: [SamplesModule], providers: [ChangingTools] })(ChangingToolsModule);

const rookery = await createRookery(ChangingToolsModule);
await rookery.listen();
