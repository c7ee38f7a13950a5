import type { CanActivate, ExecutionContext, NestInterceptor } from '@nestjs/common';
import {
  ApplicationConfig,
  ExternalContextCreator,
  type ModulesContainer,
  type NestContainer,
} from '@nestjs/core';
import { ExternalExceptionFilterContext } from '@nestjs/core/exceptions/external-exception-filter-context.js';
import { GuardsConsumer, GuardsContextCreator } from '@nestjs/core/guards/index.js';
import { InterceptorsConsumer, InterceptorsContextCreator } from '@nestjs/core/interceptors/index.js';
import { PipesConsumer, PipesContextCreator } from '@nestjs/core/pipes/index.js';
import { executionFor } from './enhancer-execution.js';

/** Nest's pipeline without the app's global enhancers, which tells those that are written for HTTP what they need. */
export function createContextCreator(modules: ModulesContainer): ExternalContextCreator {
  const config = new ApplicationConfig();
  const container = { getModules: () => modules, applicationConfig: config } as unknown as NestContainer;
  return new ExternalContextCreator(
    new GuardsContextCreator(container, config),
    new McpGuardsConsumer(),
    new InterceptorsContextCreator(container, config),
    new McpInterceptorsConsumer(),
    modules,
    new PipesContextCreator(container, config),
    new PipesConsumer(),
    new McpFilterContext(container, config),
  );
}

/** Guards such as those of passport. */
class McpGuardsConsumer extends GuardsConsumer {
  override tryActivate(
    guards: CanActivate[],
    ...call: TailOf<Parameters<GuardsConsumer['tryActivate']>>
  ): Promise<boolean> {
    return super.tryActivate(guards.map(explainToGuard), ...call);
  }
}

function explainToGuard(guard: CanActivate): CanActivate {
  const name = classNameOf(guard, 'a guard');
  const mend = `write @UseGuards(asMcpGuard(${name})), or have it read getMcpContext(execution)`;
  return {
    canActivate: (execution) =>
      guard.canActivate(executionFor(execution, labelOf(execution), { name, mend })),
  };
}

/** Interceptors such as Nest's CacheInterceptor. */
class McpInterceptorsConsumer extends InterceptorsConsumer {
  override intercept(
    interceptors: NestInterceptor[],
    ...call: TailOf<Parameters<InterceptorsConsumer['intercept']>>
  ): Promise<unknown> {
    return super.intercept(interceptors.map(explainToInterceptor), ...call);
  }
}

function explainToInterceptor(interceptor: NestInterceptor): NestInterceptor {
  const name = classNameOf(interceptor, 'an interceptor');
  const mend = 'leave it out, or have it read getMcpContext(execution)';
  return {
    intercept: (execution, next) =>
      interceptor.intercept(executionFor(execution, labelOf(execution), { name, mend }), next),
  };
}

/** Filters that write an HTTP response. */
class McpFilterContext extends ExternalExceptionFilterContext {
  override create(
    ...[instance, callback, ...place]: Parameters<ExternalExceptionFilterContext['create']>
  ): ReturnType<ExternalExceptionFilterContext['create']> {
    const handler = super.create(instance, callback, ...place);
    const label = `${instance.constructor.name}.${callback.name}`;
    const next = handler.next.bind(handler);
    const words = { name: 'an exception filter', mend: 'have it return what the client should get' };
    handler.next = (error, host) => next(error, executionFor(host, label, words));
    return handler;
  }
}

type TailOf<List extends readonly unknown[]> = List extends [unknown, ...infer Tail] ? Tail : never;

function labelOf(execution: Pick<ExecutionContext, 'getClass' | 'getHandler'>): string {
  return `${execution.getClass().name}.${execution.getHandler().name}`;
}

function classNameOf(enhancer: object, anonymous: string): string {
  const { name } = enhancer.constructor;
  return name === 'Object' || name === '' ? anonymous : name;
}
