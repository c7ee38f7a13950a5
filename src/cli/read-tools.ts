import type { DynamicModule, ForwardReference, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { McpModule } from '../mcp.module.js';
import type { LintedTool } from '../model-families/index.js';
import { ToolRegistry } from '../tools/index.js';
import { CommandError } from './command.js';
import type { NestModule } from './load-module.js';

/** Closing has nothing to wait for; what an app holds on to ends with the process. */
const CLOSE_TIMEOUT_MS = 5_000;

/**
 * Starts a module as an app that listens to nothing, with all its lifecycle hooks, and closes it again.
 * @param timeoutMs a start that takes longer waits for something that does not come: a database, for one
 * @returns its tools, also those that it registered at its start
 * @throws CommandError with what keeps it from starting
 */
export async function readTools(module: NestModule, timeoutMs: number): Promise<LintedTool[]> {
  const app = await within(timeoutMs, start(module));
  if (!app) throw new CommandError(`The module does not start within ${timeoutMs / 1000} s`);
  const tools = app.get(ToolRegistry, { strict: false }).list();
  const read = tools.map(({ definition, label, inputName }) => ({ definition, label, inputName }));
  await within(CLOSE_TIMEOUT_MS, app.close());
  return read;
}

async function start(module: NestModule): Promise<INestApplicationContext> {
  const imports = (await includes(module, McpModule)) ? [module] : [McpModule.forRoot(), module];
  try {
    return await NestFactory.createApplicationContext(
      { module: LintedApp, imports },
      // Standard output is for the findings; Nest writes errors to the other one.
      { abortOnError: false, logger: ['error', 'fatal'] },
    );
  } catch (error) {
    throw new CommandError(`The module does not start: ${(error as Error).message}`);
  }
}

class LintedApp {}

type Imported = Type | DynamicModule | ForwardReference | Promise<DynamicModule>;

/** Whether a module is, or imports, another. */
async function includes(module: Imported, wanted: Type): Promise<boolean> {
  const seen = new Set<unknown>();
  const waiting: Imported[] = [module];
  for (const one of waiting) {
    const resolved = await one;
    const direct = 'forwardRef' in resolved ? (resolved.forwardRef() as Type) : resolved;
    const [type, added] = 'module' in direct ? [direct.module, direct.imports ?? []] : [direct, []];
    if (type === wanted) return true;
    if (seen.has(direct)) continue;
    seen.add(direct);
    waiting.push(...(added as Imported[]), ...((Reflect.getMetadata('imports', type) ?? []) as Imported[]));
  }
  return false;
}

/** @returns nothing if it takes too long */
async function within<Result>(timeoutMs: number, work: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, undefined);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}
