#!/usr/bin/env node
import { type Command, CommandError, flushPrinted, print } from './command.js';

/** Each is loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  '--stdio': async () => (await import('./stdio.js')).STDIO,
  lint: async () => (await import('./lint.js')).LINT,
  token: async () => (await import('./token.js')).TOKEN,
};

const USAGE = `Usage: rookery <command>

  --stdio [<file>]     Serves the tools of a built module over standard input and output
  lint <file>          What model families refuse of the tools of a built module
  token <principal>    A token, and its line for AUTH_TOKENS

rookery <command> --help says more.`;

/** @returns the exit code: 0 for done, 1 for what a command found, 2 for what keeps it from its work */
async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h') {
    print(USAGE);
    return 0;
  }
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new CommandError(name === undefined ? USAGE : `No command "${name}"\n\n${USAGE}`);
  const command = await load();
  if (!args.includes('--help')) return command.run(args);
  print(command.usage);
  return 0;
}

try {
  const code = await run(process.argv.slice(2));
  // An app that was started may leave timers and connections behind.
  flushPrinted(() => process.exit(code));
} catch (error) {
  const text = error instanceof CommandError ? error.message : ((error as Error).stack ?? String(error));
  process.stderr.write(`${text}\n`, () => process.exit(2));
}
