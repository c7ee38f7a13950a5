import {
  type CanActivate,
  type DynamicModule,
  Injectable,
  Module,
  type Provider,
  type Type,
} from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { IsString } from 'class-validator';
import { McpModule } from '../../../src/index.js';
import { connect } from '../../../src/testing/index.js';
import { RecordedLog } from '../servers/recorded-log.js';

export const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });

export const log = new RecordedLog();

export async function compile(metadata: { providers?: Provider[]; imports?: (Type | DynamicModule)[] }) {
  const { providers = [], imports = [] } = metadata;
  @Module({ imports: [McpModule.forRoot(), ...imports], providers })
  class App {}
  return Test.createTestingModule({ imports: [App] })
    .setLogger(log)
    .compile();
}

export async function boot(...providers: Provider[]): Promise<TestingModule> {
  const app = await compile({ providers });
  return app.init();
}

/** What a client gets of tools, by their names. */
export async function callAll(app: TestingModule, ...tools: string[]): Promise<unknown[]> {
  await using mcp = await connect(app);
  const listed = await mcp.listTools();
  const results: unknown[] = [];
  for (const tool of tools) {
    const { inputSchema } = listed.find(({ name }) => name === tool)!;
    const { properties = {} } = inputSchema as { properties?: object };
    results.push(await mcp.callTool(tool, 'word' in properties ? { word: 'hi' } : {}));
  }
  return results;
}

/** Warnings that speak of these classes; others are of the classes of other tests. */
export function warningsOf(...names: string[]): string[] {
  return log.take().filter((line) => line.startsWith('warn') && names.some((name) => line.includes(name)));
}

@Injectable()
export class RefusingGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

export class WordInput {
  @IsString()
  word!: string;
}

@Injectable()
export class Words {
  readonly greeting = 'Hello';
}

/** As tracing, caching and transactions do. */
export const Wrap =
  (mark: string): MethodDecorator =>
  (_prototype, _key, descriptor) => {
    const method = descriptor.value as (...args: unknown[]) => string;
    descriptor.value = function (this: unknown, ...args: unknown[]) {
      return `${mark}(${method.apply(this, args)})`;
    } as never;
  };

/** The same, by another descriptor. */
export const WrapAnew =
  (mark: string): MethodDecorator =>
  (prototype, key, descriptor) => {
    const other = { ...descriptor };
    Wrap(mark)(prototype, key, other);
    return other;
  };
