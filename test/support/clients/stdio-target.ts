import { join } from 'node:path';
import { buildApp, readMarkdown } from '../docs/snippets.js';
import { ROOT } from '../servers/server-process.js';

/**
 * Builds a module of `test/support` as a program of its own.
 * @param folder that has its file
 * @param name of its file, and of the app
 * @returns the target of a client over stdio
 */
export async function buildStdioTarget(folder: string, name: string): Promise<string> {
  const text = readMarkdown(`test/support/${folder}/${name}.ts`).replaceAll(
    '../../../src/index.js',
    'rookery',
  );
  const app = await buildApp(`stdio-${name}`, [[`src/${name}.ts`, text]], { 'node_modules/rookery': '.' });
  const program = [join(ROOT, 'dist/cli/rookery.js'), '--stdio', join(ROOT, app, `dist/${name}.js`)];
  return JSON.stringify(['env', 'RATE_LIMIT=off', process.execPath, ...program]);
}
