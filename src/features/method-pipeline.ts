import { Injectable, type ExecutionContext } from '@nestjs/common';
import {
  CUSTOM_ROUTE_ARGS_METADATA,
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import {
  ApplicationConfig,
  ContextIdFactory,
  ExternalContextCreator,
  type NestContainer,
} from '@nestjs/core';
import { NestHost } from '../nest-host/index.js';
import { contextParametersOf } from './context-parameters.js';
import { McpContextStorage } from './current-mcp-context.js';
import type { DecoratedMethod } from './decorated-methods-explorer.js';
import type { McpContext } from './mcp-context.js';
import { settleResult } from './settle-result.js';

/** Calls a method with its validated input, in the context of one call. */
export type InvokeMethod = (input: unknown, context: McpContext) => unknown;

type Method = (...args: unknown[]) => unknown;
type Metadata = Readonly<Record<string, unknown>>;

const PARAMETERS = 'rookery:pipeline-parameters';
const ENHANCERS = [GUARDS_METADATA, INTERCEPTORS_METADATA, PIPES_METADATA, EXCEPTION_FILTERS_METADATA];

/** What `ExecutionContext.getType()` says in the enhancers of a tool; its arguments are the input and the context. */
export const MCP_CONTEXT_TYPE = 'mcp';

/** The context of the call, in a guard, interceptor, filter or parameter decorator of a tool. */
export function getMcpContext(execution: Pick<ExecutionContext, 'getArgByIndex'>): McpContext {
  return execution.getArgByIndex(1);
}

/**
 * Runs a method as Nest runs a controller's: with the guards, pipes, interceptors, filters and parameter decorators that
 * stand on it and its class. The app's global ones run once, on the HTTP route. A method without any is called directly.
 */
@Injectable()
export class MethodPipeline {
  private readonly creator: ExternalContextCreator;

  constructor(
    private readonly host: NestHost,
    private readonly contexts: McpContextStorage,
  ) {
    const container = { getModules: () => host.modules, applicationConfig: new ApplicationConfig() };
    this.creator = ExternalContextCreator.fromContainer(container as unknown as NestContainer);
  }

  /** @param inputIndex which parameter is the input, if one is */
  create(method: DecoratedMethod<unknown>, inputIndex: number | undefined): InvokeMethod {
    const { provider } = method;
    declareParameters(method, inputIndex);
    if (!provider) return (input, context) => this.invokeScoped(method, input, context);
    if (hasEnhancers(method)) {
      const invoke = this.enhance(method, provider);
      return (input, context) => this.contexts.run(context, () => invoke(input, context));
    }
    const invoke = callDirectly(method, provider, inputIndex);
    return (input, context) => this.contexts.runIfAsked(context, () => invoke(input, context));
  }

  private enhance(
    method: DecoratedMethod<unknown>,
    provider: object,
    contextId?: ReturnType<typeof ContextIdFactory.create>,
  ): InvokeMethod {
    const handler = withContext(method, provider, this.contexts);
    return this.creator.create(
      provider,
      handler,
      method.name,
      PARAMETERS,
      PARAMETERS_FACTORY,
      contextId,
      undefined,
      { guards: true, interceptors: true, filters: hasMetadata(method, EXCEPTION_FILTERS_METADATA) },
      MCP_CONTEXT_TYPE,
    );
  }

  private async invokeScoped(
    method: DecoratedMethod<unknown>,
    input: unknown,
    context: McpContext,
  ): Promise<unknown> {
    const contextId = ContextIdFactory.create();
    this.host.moduleRef.registerRequestByContextId(context, contextId);
    const provider: object = await this.host.moduleRef.resolve(method.token as never, contextId, {
      strict: false,
    });
    const invoke = this.enhance(method, provider, contextId);
    return this.contexts.run(context, () => invoke(input, context));
  }
}

/** Every parameter has a factory of its own, so Nest asks this one for none. */
const PARAMETERS_FACTORY = { exchangeKeyForValue: (): undefined => undefined };

/** Nest's parameter decorators, and one for the input, which needs none. */
function declareParameters(
  { prototype, name }: DecoratedMethod<unknown>,
  inputIndex: number | undefined,
): void {
  const decorated = parametersOf(prototype, name);
  const input = { index: inputIndex, factory: readInput, data: undefined, pipes: [] };
  const parameters =
    inputIndex === undefined
      ? decorated
      : { ...decorated, [`input${CUSTOM_ROUTE_ARGS_METADATA}:${inputIndex}`]: input };
  Reflect.defineMetadata(PARAMETERS, parameters, prototype.constructor, name);
}

function readInput(_data: unknown, execution: ExecutionContext): unknown {
  return execution.getArgByIndex(0);
}

/** The parameters that decorators of Nest or the app fill. */
export function decoratedParametersOf(prototype: object, name: string): ReadonlySet<number> {
  const parameters = Object.values(parametersOf(prototype, name)) as { index: number }[];
  return new Set(parameters.map(({ index }) => index));
}

function parametersOf(prototype: object, name: string): Metadata {
  return (Reflect.getMetadata(ROUTE_ARGS_METADATA, prototype.constructor, name) ?? {}) as Metadata;
}

function hasEnhancers(method: DecoratedMethod<unknown>): boolean {
  const hasParameters = Object.keys(parametersOf(method.prototype, method.name)).length > 0;
  return hasParameters || ENHANCERS.some((key) => hasMetadata(method, key));
}

/** Whether the method or its class carries a kind of enhancer. */
function hasMetadata({ prototype, name }: DecoratedMethod<unknown>, key: string): boolean {
  return (
    Reflect.hasMetadata(key, Reflect.get(prototype, name) as object) ||
    Reflect.hasMetadata(key, prototype.constructor)
  );
}

function callDirectly(
  { prototype, name }: DecoratedMethod<unknown>,
  provider: object,
  inputIndex: number | undefined,
): InvokeMethod {
  const method = Reflect.get(provider, name) as Method;
  const parameters = [...contextParametersOf(prototype, name)];
  return (input, context) => {
    const args: unknown[] = [];
    if (inputIndex !== undefined) args[inputIndex] = input;
    for (const [index, read] of parameters) args[index] = read(context as never);
    return settleResult(method.apply(provider, args), context);
  };
}

/**
 * The method as Nest's enhancers see it: with its metadata, and with the parameters filled that pipes must not touch.
 * A stream of values is followed inside of the interceptors, which see its last value as the result.
 */
function withContext(
  { prototype, name }: DecoratedMethod<unknown>,
  provider: object,
  contexts: McpContextStorage,
): Method {
  const method = Reflect.get(provider, name) as Method;
  const parameters = [...contextParametersOf(prototype, name)];
  const handler: Method = (...args) => {
    const context = contexts.get()!;
    for (const [index, read] of parameters) args[index] = read(context as never);
    return settleResult(method.apply(provider, args), context);
  };
  Object.defineProperty(handler, 'name', { value: name });
  for (const key of Reflect.getMetadataKeys(method))
    Reflect.defineMetadata(key, Reflect.getMetadata(key, method), handler);
  return handler;
}
