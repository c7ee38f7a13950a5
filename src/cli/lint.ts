import { parseArgs } from 'node:util';
import { FAMILY_NAMES, lintTools, type ModelFamily } from '../model-families/index.js';
import { type Command, CommandError, divertOutput, print } from './command.js';
import { compareWithLock } from './compare-with-lock.js';
import { describeFindings } from './describe-findings.js';
import { loadModule } from './load-module.js';
import { readTools } from './read-tools.js';

const LOCK_FILE = 'tools.lock.json';
const START_TIMEOUT_SECONDS = 60;
const MAX_TIMEOUT_SECONDS = 3_600;

const USAGE = `Usage: rookery lint <file>[#Export] [options]

Starts the Nest module that a built file exports, without listening, and says what model families refuse of its tools.
Exits with 1 if one would be refused, or with --lock if a definition drifted; with 2 if the tools cannot be read.

  --family <names>     Only these, separated by commas: ${FAMILY_NAMES.join(', ')}
  --json               Findings and drift as JSON
  --lock [<path>.json] Compare the definitions with a file, ${LOCK_FILE} by default, and write it if it is missing;
                       --lock=<path> for another ending
  --update             With --lock: write the file anew
  --timeout <seconds>  How long the module may take to start, ${START_TIMEOUT_SECONDS} by default`;

/** Holds the tools of a module to the rules of model families, and to what was reviewed of them. */
export const LINT: Command = {
  usage: USAGE,
  async run(args) {
    const { file, families, json, lock, update, timeoutMs } = readArguments(args);
    divertOutput();
    const tools = await readTools(await loadModule(file), timeoutMs);
    const findings = lintTools(tools, families);
    const drift =
      lock === undefined
        ? undefined
        : compareWithLock(
            lock,
            tools.map(({ definition }) => definition),
            update,
          );
    if (json)
      print(JSON.stringify({ tools: tools.length, findings, drift: drift?.differences }, undefined, 2));
    else print([describeFindings(findings, tools.length), ...(drift ? [drift.text] : [])].join('\n\n'));
    const isRefused = findings.some(({ severity }) => severity === 'refused');
    return isRefused || (drift?.differences.length ?? 0) > 0 ? 1 : 0;
  },
};

interface LintArguments {
  readonly file: string;
  readonly families: readonly ModelFamily[];
  readonly json: boolean;
  readonly lock: string | undefined;
  readonly update: boolean;
  readonly timeoutMs: number;
}

/** @throws CommandError for options that do not exist, or do not go together */
function readArguments(args: readonly string[]): LintArguments {
  const { values, positionals } = parse(args);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new CommandError(USAGE);
  if (values.update && values.lock === undefined) throw new CommandError('--update goes with --lock');
  const { json = false, lock, update = false, family, timeout } = values;
  const families = family === undefined ? FAMILY_NAMES : readFamilies(family);
  const seconds = timeout === undefined ? START_TIMEOUT_SECONDS : Number(timeout);
  if (!(seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS))
    throw new CommandError(`--timeout must be above 0 and at most ${MAX_TIMEOUT_SECONDS} seconds`);
  return { file, families, json, lock, update, timeoutMs: seconds * 1000 };
}

function parse(args: readonly string[]): {
  values: { family?: string; json?: boolean; lock?: string; update?: boolean; timeout?: string };
  positionals: string[];
} {
  try {
    return parseArgs({
      args: withLockPath(args),
      options: {
        family: { type: 'string' },
        json: { type: 'boolean' },
        lock: { type: 'string' },
        update: { type: 'boolean' },
        timeout: { type: 'string' },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** The path is optional, which parseArgs does not know. After a space its ending tells it from the module's file. */
function withLockPath(args: readonly string[]): string[] {
  const isPath = (index: number): boolean =>
    args[index - 1] === '--lock' && args[index]?.endsWith('.json') === true;
  return args.flatMap((argument, index) => {
    if (isPath(index)) return [];
    if (argument !== '--lock') return [argument];
    return [`--lock=${isPath(index + 1) ? args[index + 1]! : LOCK_FILE}`];
  });
}

function readFamilies(text: string): ModelFamily[] {
  return text.split(',').map((name) => {
    if ((FAMILY_NAMES as string[]).includes(name)) return name as ModelFamily;
    throw new CommandError(`No model family "${name}": there are ${FAMILY_NAMES.join(', ')}`);
  });
}
