import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DynamicModule, Type } from '@nestjs/common';
import { CommandError } from './command.js';

export type NestModule = Type | DynamicModule;

/** What `@Module` writes down, as far as it is given. */
const MODULE_KEYS = ['imports', 'providers', 'controllers', 'exports'];

/**
 * Imports a built file, an ES module or CommonJS, and takes its Nest module: the default export, or else the one export
 * that is a module.
 * @param file a path; `file#Name` chooses an export
 * @throws CommandError for a file without a module, or with several
 */
export async function loadModule(file: string): Promise<NestModule> {
  const [path, name] = file.split('#', 2) as [string, string?];
  const exported = await importFile(path);
  if (name !== undefined) return choose(exported, path, name);
  if (isModule(exported['default'])) return exported['default'];
  const names = Object.keys(exported).filter((key) => isModule(exported[key]));
  if (names.length === 1) return exported[names[0]!] as NestModule;
  throw new CommandError(
    names.length === 0
      ? `${path} exports no Nest module. Name a file with a class that has @Module(), such as dist/orders.module.js`
      : `${path} exports ${names.length} Nest modules. Choose one: ${names.map((one) => `${path}#${one}`).join(', ')}`,
  );
}

async function importFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const absolute = resolve(path);
  if (!existsSync(absolute)) throw new CommandError(`There is no file ${path}`);
  if (/\.[cm]?ts$/.test(path))
    throw new CommandError(`${path} is TypeScript: build it, and name the JavaScript file`);
  try {
    const exported = (await import(pathToFileURL(absolute).href)) as Record<string, unknown>;
    const { default: whole } = exported;
    // Of CommonJS the default export is `module.exports`, whose names Node does not always find.
    return typeof whole === 'object' && whole !== null && !isModule(whole)
      ? { ...exported, ...whole }
      : exported;
  } catch (error) {
    throw new CommandError(`${path} cannot be imported: ${(error as Error).stack ?? String(error)}`);
  }
}

function choose(exported: Readonly<Record<string, unknown>>, path: string, name: string): NestModule {
  const chosen = exported[name];
  if (typeof chosen === 'function' || isModule(chosen)) return chosen as NestModule;
  const others = Object.keys(exported).filter((key) => isModule(exported[key]));
  throw new CommandError(
    `${path} exports no module ${name}${others.length > 0 ? `. It has ${others.join(', ')}` : ''}`,
  );
}

function isModule(value: unknown): value is NestModule {
  if (typeof value === 'function') return MODULE_KEYS.some((key) => Reflect.hasOwnMetadata(key, value));
  return (
    typeof value === 'object' && value !== null && 'module' in value && typeof value.module === 'function'
  );
}
