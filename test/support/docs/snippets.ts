import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../eventually.js';
import { ROOT } from '../servers/server-process.js';

const BUILDS = '.cache/docs';

/** A fenced block of a Markdown file. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** What the HTML comment before it says: `file: src/x.ts`, `runs: python`. */
  readonly mark: string;
}

/** A line at the prompt of a `console` block, and what is shown below it. */
export interface Command {
  readonly line: string;
  readonly output: string;
}

export function readMarkdown(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

export function readBlocks(file: string): Block[] {
  const blocks = readMarkdown(file).matchAll(/(?:^<!-- (.+) -->\n\n)?^```(\w*)\n([^]*?)^```$/gm);
  return [...blocks].map(([, mark = '', language, text]) => ({ mark, language: language!, text: text! }));
}

/** The files that a page has its reader write, in their order. @param kind the word before their paths in the marks */
export function filesOf(blocks: readonly Block[], kind = 'file'): [path: string, text: string][] {
  return blocks
    .filter(({ mark }) => mark.startsWith(`${kind}: `))
    .map(({ mark, text }) => [mark.slice(`${kind}: `.length), text]);
}

/** The one program that is marked with this name. */
export function programOf(blocks: readonly Block[], name: string): string {
  const found = blocks.filter(({ mark }) => mark === `runs: ${name}`);
  if (found.length !== 1) throw new Error(`${found.length} blocks are marked "runs: ${name}"`);
  return found[0]!.text;
}

export function commandsOf({ text }: Block): Command[] {
  const commands = text.matchAll(/^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)/gm);
  return [...commands].map(([, line, output]) => ({ line: line!, output: output!.trim() }));
}

/** The variables that a command sets, by their names. */
export function variablesOf(command: string): Record<string, string> {
  const variables = command.matchAll(/\b([A-Z_]+)=(\S+)/g);
  return Object.fromEntries([...variables].map(([, name, value]) => [name!, value!]));
}

/** What a program says in comments that it prints, line by line. */
export function printsOf(program: string): string[] {
  return [...program.matchAll(/^\s*(?:console\.log|print)\(.*\);? +(?:\/\/|#) (.+)$/gm)].map(
    ([, line]) => line!,
  );
}

/** Markdown files of this repository, by their paths from its root. */
export function markdownFiles(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(\.|node_modules$)/.test(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
}

/** A folder for a page's files. What they import is found in this repository's packages. */
export function makeFolder(name: string, files: readonly [path: string, text: string][]): string {
  const folder = join(BUILDS, name);
  rmSync(join(ROOT, folder), { recursive: true, force: true });
  for (const [path, text] of files) {
    const target = join(ROOT, folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return folder;
}

/**
 * A copy of this project with a page's files in it, compiled.
 * @returns its folder, from the root
 * @throws Error with what the compiler says
 */
export async function buildProject(
  name: string,
  files: readonly [path: string, text: string][],
): Promise<string> {
  const manifest = JSON.parse(readMarkdown('package.json')) as object;
  const folder = makeFolder(name, [
    ['package.json', JSON.stringify({ exports: './dist/index.js', ...manifest })],
  ]);
  for (const path of ['src', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(join(ROOT, path), join(ROOT, folder, path), { recursive: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(ROOT, folder, path)), { recursive: true });
    writeFileSync(join(ROOT, folder, path), text);
  }
  await compile(join(folder, 'tsconfig.build.json'));
  return folder;
}

/** An app of its own, compiled. @param links what is found at a path of it, such as packages, from the root */
export async function buildApp(
  name: string,
  files: readonly [path: string, text: string][],
  links: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = makeApp(name, files, links);
  await compile(join(folder, 'tsconfig.json'));
  return folder;
}

/** The folder of an app of its own, which nothing has compiled yet. @param links as of {@link buildApp} */
export function makeApp(
  name: string,
  files: readonly [path: string, text: string][],
  links: Readonly<Record<string, string>>,
): string {
  const compilerOptions = { types: ['node'], noEmit: false, rootDir: 'src', outDir: 'dist' };
  const folder = makeFolder(name, [
    ['package.json', JSON.stringify({ type: 'module' })],
    [
      'tsconfig.json',
      JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['src'] }),
    ],
    ...files,
  ]);
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(ROOT, folder, path)), { recursive: true });
    symlinkSync(join(ROOT, target), join(ROOT, folder, path));
  }
  return folder;
}

async function compile(project: string): Promise<void> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [tsc, '-p', project], { cwd: ROOT }).catch(
    ({ stdout }: { stdout: string }) => {
      throw new Error(stdout);
    },
  );
}

/** What differs from run to run. */
const VARYING: [pattern: RegExp, shown: string][] = [
  [/(sessionId(?:=|":")|^Mcp-Session-Id: )[\w-]{22}/gm, '$1<session>'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/("(?:uptimeSeconds|heartbeatSeconds)":)[\d.]+/g, '$1<number>'],
  [/rookery_[\w-]{43}/g, '<token>'],
  [/\b[0-9a-f]{64}\b/g, '<sha256>'],
  [/("version":)"[\d.]+"/g, '$1<version>'],
];

export function mask(output: string): string {
  return VARYING.reduce((text, [pattern, shown]) => text.replace(pattern, shown), output.trim());
}

/** Runs the `curl` lines of a page one after the other. Streams stay open, as in a second terminal. */
export class Terminal implements AsyncDisposable {
  private readonly streams: ChildProcess[] = [];
  private readonly sessionIds = new Map<string, string>();
  /** What the streams printed so far. */
  streamed = '';

  /** @param shownUrl the server's URL as the page has it */
  constructor(
    private readonly url: string,
    private readonly shownUrl: string,
  ) {}

  /** @returns what was printed; of a stream, as much as is shown */
  async run({ line, output }: Command): Promise<string> {
    const printed = line.startsWith('curl -N') ? await this.stream(line, output) : await this.finish(line);
    const real = sessionIdsIn(printed);
    for (const [index, shown] of sessionIdsIn(output).entries())
      this.sessionIds.set(shown, real[index] ?? '');
    return printed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.streams) {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    }
  }

  private async finish(line: string): Promise<string> {
    return (await promisify(execFile)('bash', ['-c', this.toRun(line)])).stdout;
  }

  private async stream(line: string, output: string): Promise<string> {
    const child = spawn('bash', ['-c', this.toRun(line)], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.streams.push(child);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.streamed += text;
    });
    const lines = output.split('\n').length;
    const firstLines = (): string[] => this.streamed.trim().split('\n').slice(0, lines);
    return (await eventually(firstLines, (read) => read.length === lines)).join('\n');
  }

  private toRun(line: string): string {
    const known = [...this.sessionIds].reduce((text, [shown, real]) => text.replaceAll(shown, real), line);
    return known.replaceAll(this.shownUrl, this.url);
  }
}

function sessionIdsIn(text: string): string[] {
  return [...text.matchAll(/(?:sessionId(?:=|":")|^Mcp-Session-Id: )([\w-]{22})/gm)].map(([, id]) => id!);
}

/** The relative links of a file that lead nowhere, with the headings they name. */
export function brokenLinks(file: string): string[] {
  const prose = readMarkdown(file).replace(/^```[^]*?^```$/gm, '');
  const links = [...prose.matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];
  return links
    .filter(([, path, anchor]) => {
      const target = path ? join(dirname(file), path) : file;
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    })
    .map(([link]) => link);
}

function anchorsOf(file: string): string[] {
  const headings = readMarkdown(file).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
