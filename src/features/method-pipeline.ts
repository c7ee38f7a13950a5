import { Injectable } from '@nestjs/common';
import { ContextIdFactory, type ExternalContextCreator, ModuleRef } from '@nestjs/core';
import { NestHost } from '../nest-host/index.js';
import { contextParametersOf } from './context-parameters.js';
import { copyMetadata } from './copy-metadata.js';
import { McpContextStorage } from './current-mcp-context.js';
import type { DecoratedMethod } from './decorated-method.js';
import { createContextCreator } from './enhancer-consumers.js';
import { checkEnhancers, hasEnhancers, hasFilters } from './enhancers.js';
import type { McpContext } from './mcp-context.js';
import { MCP_CONTEXT_TYPE } from './mcp-execution.js';
import {
  declareParameters,
  decoratedParametersOf,
  PARAMETERS_FACTORY,
  PIPELINE_PARAMETERS,
} from './pipeline-parameters.js';
import { settleResult, type SettleResult } from './settle-result.js';

/** Calls a method with its validated input, in the context of one call. */
export type InvokeMethod = (input: unknown, context: McpContext) => unknown;

type Method = (...args: unknown[]) => unknown;

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
    this.creator = createContextCreator(host.modules);
  }

  /**
   * @param inputIndex which parameter is the input, if one is
   * @param settle takes what the method returned to its result
   * @throws ConfigurationError for a guard or another enhancer that would not run
   */
  create(
    method: DecoratedMethod<unknown>,
    inputIndex: number | undefined,
    settle: SettleResult = settleResult,
  ): InvokeMethod {
    const { provider } = method;
    checkEnhancers(method);
    declareParameters(method, inputIndex);
    if (!provider) return (input, context) => this.invokeScoped(method, input, context, settle);
    if (hasEnhancers(method) || decoratedParametersOf(method.prototype, method.name).size > 0) {
      const invoke = this.enhance(method, provider, settle);
      return (input, context) => this.contexts.run(context, () => invoke(input, context));
    }
    const invoke = callDirectly(method, provider, inputIndex, settle);
    return (input, context) => this.contexts.runIfAsked(context, () => invoke(input, context));
  }

  /** The provider is named by its wrapper's id: Nest finds the module, and with it the guards, of any provider by that. */
  private enhance(
    method: DecoratedMethod<unknown>,
    provider: object,
    settle: SettleResult,
    contextId?: ReturnType<typeof ContextIdFactory.create>,
  ): InvokeMethod {
    const handler = withContext(method, provider, this.contexts, settle);
    return this.creator.create(
      provider,
      handler,
      method.name,
      PIPELINE_PARAMETERS,
      PARAMETERS_FACTORY,
      contextId,
      method.wrapper.id,
      { guards: true, interceptors: true, filters: hasFilters(method) },
      MCP_CONTEXT_TYPE,
    );
  }

  /** Makes the provider for one call, in its own module: another one may have the same token. */
  private async invokeScoped(
    method: DecoratedMethod<unknown>,
    input: unknown,
    context: McpContext,
    settle: SettleResult,
  ): Promise<unknown> {
    const { host, token } = method.wrapper;
    const contextId = ContextIdFactory.create();
    const moduleRef = host!.providers.get(ModuleRef)!.instance as ModuleRef;
    moduleRef.registerRequestByContextId(context, contextId);
    const provider = await moduleRef.resolve<object>(token, contextId);
    const invoke = this.enhance(method, provider, settle, contextId);
    return this.contexts.run(context, () => invoke(input, context));
  }
}

function callDirectly(
  { prototype, name }: DecoratedMethod<unknown>,
  provider: object,
  inputIndex: number | undefined,
  settle: SettleResult,
): InvokeMethod {
  const method = Reflect.get(provider, name) as Method;
  const parameters = [...contextParametersOf(prototype, name)];
  return (input, context) => {
    const args: unknown[] = [];
    if (inputIndex !== undefined) args[inputIndex] = input;
    for (const [index, read] of parameters) args[index] = read(context as never);
    return settle(method.apply(provider, args), context);
  };
}

/**
 * The method as Nest's enhancers see it: with its metadata, and with the parameters filled that pipes must not touch.
 * A stream of values is followed inside of the interceptors, which see its last value as the result.
 */
function withContext(
  { prototype, name, method: declared }: DecoratedMethod<unknown>,
  provider: object,
  contexts: McpContextStorage,
  settle: SettleResult,
): Method {
  const method = Reflect.get(provider, name) as Method;
  const parameters = [...contextParametersOf(prototype, name)];
  const handler: Method = (...args) => {
    const context = contexts.get()!;
    for (const [index, read] of parameters) args[index] = read(context as never);
    return settle(method.apply(provider, args), context);
  };
  Object.defineProperty(handler, 'name', { value: name });
  copyMetadata(method, handler);
  copyMetadata(declared, handler);
  return handler;
}
