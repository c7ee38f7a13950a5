import { join } from 'node:path';
import { buildApp, commandsOf, filesOf, readBlocks } from '../support/docs/snippets.js';
import { runRookery } from '../support/lint/linted-app.js';
import { ROOT } from '../support/servers/server-process.js';

const BLOCKS = readBlocks('docs/reference/cli.md');

/** A command of the page: variables, then the program and its arguments. */
function parse(line: string): { args: string[]; environment: NodeJS.ProcessEnv } {
  const [, words, args] = /^(?:WORDS='(.+)' )?npx rookery (.+)$/.exec(line)!;
  return { args: args!.split(' '), environment: words === undefined ? {} : { WORDS: words } };
}

describe('docs/reference/cli.md', () => {
  it('shows what its commands print, one after the other', async () => {
    const app = await buildApp('cli', filesOf(BLOCKS), { 'node_modules/rookery': '.' });
    const commands = BLOCKS.filter(({ language }) => language === 'console').flatMap(commandsOf);
    expect(commands.length).toBeGreaterThan(0);
    for (const { line, output } of commands) {
      const { args, environment } = parse(line);
      const { stdout, stderr } = await runRookery(join(ROOT, app), args, environment);
      expect([line, stdout.trim(), stderr]).toEqual([line, output, '']);
    }
  });
});
