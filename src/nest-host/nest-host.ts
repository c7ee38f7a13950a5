import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Injectable, Optional } from '@nestjs/common';
import * as nestCore from '@nestjs/core';
import {
  type AbstractHttpAdapter,
  ApplicationConfig,
  HttpAdapterHost,
  ModuleRef,
  ModulesContainer,
} from '@nestjs/core';
import { ConfigurationError } from '../protocol/index.js';

const MANIFEST = '@nestjs/core/package.json';
const OLDEST_MAJOR = 12;

const require = createRequire(import.meta.url);

/**
 * The Nest that runs the app, as far as it is used. Whatever of ours needs a class of `@nestjs/core` asks for this one
 * first, since it says what is wrong with a Nest that cannot run it; an injection that fails would not.
 */
@Injectable()
export class NestHost {
  readonly modules: ModulesContainer;
  readonly moduleRef: ModuleRef;
  readonly config: ApplicationConfig;

  /**
   * Every Nest app has all of them. What is missing belongs to another copy of Nest: classes are what things are injected by.
   * @throws ConfigurationError for two copies of Nest, or an old one
   */
  constructor(
    @Optional() modules?: ModulesContainer,
    @Optional() moduleRef?: ModuleRef,
    @Optional() private readonly adapterHost?: HttpAdapterHost,
    @Optional() config?: ApplicationConfig,
  ) {
    const { version } = require(MANIFEST) as { version: string };
    if (Number.parseInt(version) < OLDEST_MAJOR)
      throw new ConfigurationError(`Rookery needs Nest ${OLDEST_MAJOR} or newer, but the app has ${version}`);
    if (!modules || !moduleRef || !adapterHost || !config) throw twoCopies();
    this.modules = modules;
    this.moduleRef = moduleRef;
    this.config = config;
  }

  /** The providers of every module that extend a class, each once, without those that are made for each call. */
  instancesOf<Instance extends object>(type: abstract new (...args: never[]) => Instance): Instance[] {
    const wrappers = [...this.modules.values()].flatMap(({ providers }) => [...providers.values()]);
    const lasting = wrappers.filter((wrapper) => wrapper.isDependencyTreeStatic() && !wrapper.isTransient);
    const instances: unknown[] = lasting.map(({ instance }) => instance);
    return [...new Set(instances)].filter((instance): instance is Instance => instance instanceof type);
  }

  /** The app's HTTP adapter, as soon as there is one. */
  get adapter(): AbstractHttpAdapter | undefined {
    return this.adapterHost?.httpAdapter;
  }

  /** Whether clients can connect already: until then the app boots. */
  get isListening(): boolean {
    return this.adapterHost?.listening === true;
  }

  /** For when the adapter is known. @throws ConfigurationError for an app that is not on Express */
  checkAdapter(): void {
    const type = this.adapter?.getType();
    if (type && type !== 'express')
      throw new ConfigurationError(
        `Rookery needs Express, but the app runs on ${type}: create it with @nestjs/platform-express`,
      );
  }
}

/** What Nest throws when it cannot inject something. */
interface FailedInjection {
  readonly context?: { readonly index?: number; readonly dependencies?: readonly unknown[] };
}

/**
 * Says why an injection failed that asked for a class of another copy of Nest than the one that runs the app.
 * @returns any other error as it is
 */
export function explainInjection(error: unknown): unknown {
  const { index, dependencies } = (error as FailedInjection | null)?.context ?? {};
  const asked = dependencies?.[index ?? -1];
  if (typeof asked !== 'function') return error;
  const own: unknown = Reflect.get(nestCore, asked.name);
  return own !== undefined && own !== asked ? twoCopies(error) : error;
}

function twoCopies(cause?: unknown): ConfigurationError {
  return new ConfigurationError(
    `There are two copies of @nestjs/core, the app's own and ${dirname(require.resolve(MANIFEST))}: ` +
      "install rookery beside the app's, not by a link, and run npm dedupe",
    { cause },
  );
}
