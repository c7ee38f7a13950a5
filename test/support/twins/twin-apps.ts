import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type DynamicModule,
  Module,
  type NestApplicationOptions,
  type Provider,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { DirectRoutesAdapter, McpModule, type McpModuleOptions } from '../../../src/index.js';
import { SamplesModule } from '../../../src/samples/index.js';
import { MESSAGE_PATHS } from '../../../src/transport/endpoints/index.js';
import { RecordedLog } from '../servers/recorded-log.js';
import { type Address, normalise } from '../wire/raw-connection.js';

/** An app around the MCP routes. Its twin differs in `directRoutes` and the adapter alone. */
export interface AppSetup {
  readonly mcp?: McpModuleOptions;
  /** Modules whose routes and middleware come before the MCP routes. */
  readonly before?: readonly (Type | DynamicModule)[];
  readonly providers?: readonly Provider[];
  readonly options?: NestApplicationOptions;
  readonly configure?: (app: NestExpressApplication) => void;
}

export type Way = 'direct' | 'express';

/** What a client received, how its requests were served, and what was logged meanwhile. */
export interface Observation {
  readonly received: string;
  readonly ways: readonly Way[];
  readonly log: readonly string[];
}

/** Talks to an app at an address. @returns the bytes that it received */
export type Talk = (address: Address, close: () => Promise<void>) => Promise<string>;

/** Two apps of one set-up, with direct routes and without. */
export class TwinApps implements AsyncDisposable {
  private constructor(
    private readonly log: RecordedLog,
    readonly adapter: DirectRoutesAdapter,
    private readonly direct: WatchedApp,
    private readonly express: WatchedApp,
    /** How the app with direct routes says that it serves them. */
    readonly bootLine: string | undefined,
  ) {}

  static async start(setup: AppSetup): Promise<TwinApps> {
    const log = new RecordedLog();
    const adapter = new DirectRoutesAdapter();
    const express = await start(setup, log, new ExpressAdapter(), false);
    log.take();
    const direct = await start(setup, log, adapter, true);
    const bootLine = log.take().find((line) => line.includes('[DirectRoutes]'));
    return new TwinApps(log, adapter, direct, express, bootLine);
  }

  /** @param requests how many requests the talk has that reach the app */
  async observe(talk: Talk, requests: number): Promise<{ direct: Observation; express: Observation }> {
    const express = await this.observeOne(this.express, talk, requests);
    return { express, direct: await this.observeOne(this.direct, talk, requests) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.direct.app.close(), this.express.app.close()]);
  }

  private async observeOne(watched: WatchedApp, talk: Talk, requests: number): Promise<Observation> {
    this.log.take();
    watched.forget();
    const received = normalise(await talk(watched.address, () => watched.app.close()));
    return { received, ways: await watched.takeWays(requests), log: this.log.take() };
  }
}

/** An app that knows how it served each request. */
class WatchedApp {
  private readonly ways: Way[] = [];

  constructor(
    readonly app: NestExpressApplication,
    readonly address: Address,
  ) {
    app
      .getHttpServer()
      .prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
        response.once('close', () => this.add(request)),
      );
  }

  forget(): void {
    this.ways.length = 0;
  }

  /** How the requests since the last time were served, once that many have ended. */
  async takeWays(requests: number): Promise<Way[]> {
    while (this.ways.length < requests) await once(this.app.getHttpServer(), 'served');
    return this.ways.splice(0);
  }

  /** Express leaves a mark of its router on each request. */
  private add(request: IncomingMessage): void {
    this.ways.push(Object.hasOwn(request, 'baseUrl') ? 'express' : 'direct');
    this.app.getHttpServer().emit('served');
  }
}

async function start(
  setup: AppSetup,
  logger: RecordedLog,
  adapter: ExpressAdapter,
  directRoutes: boolean,
): Promise<WatchedApp> {
  const app = await NestFactory.create<NestExpressApplication>(rootOf(setup, directRoutes), adapter, {
    bodyParser: false,
    ...setup.options,
    abortOnError: false,
    logger,
  });
  setup.configure?.(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return new WatchedApp(app, { port, isTls: setup.options?.httpsOptions !== undefined });
}

function rootOf({ mcp, before = [], providers = [] }: AppSetup, directRoutes: boolean): Type {
  @Module({
    imports: [...before, McpModule.forRoot({ aliases: MESSAGE_PATHS, ...mcp, directRoutes }), SamplesModule],
    providers: [...providers],
  })
  class TwinModule {}
  return TwinModule;
}
