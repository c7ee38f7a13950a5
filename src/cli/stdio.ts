import { ConfigurationError } from '../protocol/errors.js';
import type { ToolsModule } from '../service/rookery.options.js';
import { serveStdio } from '../service/serve-stdio.js';
import { claimStandardStreams } from '../transport/stdio/index.js';
import { type Command, CommandError } from './command.js';
import { loadModule } from './load-module.js';

/** Serves the tools of a module to the client that started the program. */
export const STDIO: Command = {
  usage: 'Usage: rookery --stdio [<file>[#Export]]\n\nWithout a file it serves the tools of a fresh install.',
  async run([file, ...others]) {
    if (others.length > 0 || file?.startsWith('-')) throw new CommandError(this.usage);
    // A module may print while it is imported.
    claimStandardStreams();
    const toolsModule = file === undefined ? await loadSamples() : await loadModule(file);
    try {
      return await serveStdio(toolsModule);
    } catch (error) {
      throw error instanceof ConfigurationError ? new CommandError(error.message) : error;
    }
  },
};

/** Imported only to be served: tools that no module lists are warned of. */
async function loadSamples(): Promise<ToolsModule> {
  const { SamplesModule } = await import('../samples/index.js');
  return SamplesModule;
}
