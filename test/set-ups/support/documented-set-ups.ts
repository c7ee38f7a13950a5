import { filesOf, programOf, readBlocks } from '../../support/docs/snippets.js';

type File = [path: string, text: string];

const GUIDE = readBlocks('docs/guides/testing.md');
const SOURCES = filesOf(GUIDE).map(([path, text]): File => [`src/${path}`, text]);
const SET_UPS = filesOf(GUIDE, 'set-up');

export type Runner = 'node:test' | 'jest' | 'vitest';

/** How many tests each runner finds in the files of the guide. */
export const TESTS: Readonly<Record<Runner, number>> = {
  'node:test': countTests(SOURCES, /\.test\.ts$/, /^test\(/gm),
  jest: countTests(SET_UPS, /\.spec\.ts$/, /^ *it\(/gm),
  vitest: countTests(SET_UPS, /\.spec\.ts$/, /^ *it\(/gm),
};

/** An app with all that the guide shows. @param types the types of the runner whose globals the compiler is to know */
export function filesOfApp(types: string): File[] {
  return [...SOURCES, ...SET_UPS].map(([path, text]) => [
    path,
    text.replace('"types": ["node"]', `"types": ["node", "${types}"]`),
  ]);
}

/** The packages that the guide has its reader install for a runner, by name. */
export function packagesFor(runner: Runner): string[] {
  return linesOf(runner)
    .filter(isInstall)
    .flatMap((line) => line.split(' ').slice(2))
    .filter((word) => !word.startsWith('--'))
    .map((word) => word.replace(/(?<=.)@.+$/, ''));
}

/** What the guide has its reader type once these are installed. */
export function commandsFor(runner: Runner): string {
  return linesOf(runner)
    .filter((line) => !isInstall(line))
    .join('\n');
}

function linesOf(runner: Runner): string[] {
  return programOf(GUIDE, runner).trim().split('\n');
}

function isInstall(line: string): boolean {
  return line.startsWith('npm install ');
}

function countTests(files: readonly File[], name: RegExp, test: RegExp): number {
  return files.filter(([path]) => name.test(path)).flatMap(([, text]) => text.match(test) ?? []).length;
}
