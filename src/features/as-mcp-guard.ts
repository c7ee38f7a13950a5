import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { ConfigurationError } from '../protocol/index.js';
import { openHttpArguments } from './carried-request.js';
import { getMcpContext, MCP_CONTEXT_TYPE } from './mcp-execution.js';

type Verdict = ReturnType<CanActivate['canActivate']>;

const made = new WeakMap<object, Type<CanActivate>>();

/**
 * Makes a guard that is written for HTTP, such as one of passport's, good for tools: `@UseGuards(asMcpGuard(JwtAuthGuard))`.
 * It sees the headers, URL, method and address of the HTTP request that carried the call, and what it sets on the request,
 * such as `user`, is seen by the guards, interceptors and parameter decorators behind it. It does not hide the tool from
 * lists: `canSee` does, if the guard has it.
 * @param guard a class, which Nest makes as it makes any guard; or a guard as it is
 * @returns the same for the same class
 * @throws ConfigurationError for what is not a guard, such as a class of a file that is not loaded yet
 */
export function asMcpGuard<Guard extends CanActivate>(guard: Type<Guard>): Type<Guard>;
export function asMcpGuard(guard: CanActivate): CanActivate;
export function asMcpGuard(guard: Type<CanActivate> | CanActivate): Type<CanActivate> | CanActivate {
  refuseMissing(guard);
  if (typeof guard !== 'function') return wrapInstance(guard);
  const known = made.get(guard) ?? extendClass(guard);
  made.set(guard, known);
  return known;
}

/** Of files that import each other, one sees the classes of the other as `undefined`. */
function refuseMissing(guard: Type<CanActivate> | CanActivate | undefined): void {
  if (typeof guard === 'function' || typeof guard?.canActivate === 'function') return;
  throw new ConfigurationError(
    `asMcpGuard() got ${guard ? 'an object without canActivate()' : String(guard)}, not a guard. If its class is imported, two files ` +
      'import each other: move the class into a file that imports neither',
  );
}

/** A subclass is injected what the class is injected, in the same scope. */
function extendClass(guard: Type<CanActivate>): Type<CanActivate> {
  const forTools = class extends guard {
    constructor(...dependencies: unknown[]) {
      super(...dependencies);
      // Also one that the class has made an arrow function.
      const canActivate = this.canActivate.bind(this);
      this.canActivate = (execution): Verdict => canActivate(toHttp(execution));
    }
  };
  Object.defineProperty(forTools, 'name', { value: `asMcpGuard(${guard.name})` });
  return forTools;
}

function wrapInstance(guard: CanActivate & { canSee?: (principal: never) => boolean }): CanActivate {
  const { canSee } = guard;
  return {
    canActivate: (execution): Verdict => guard.canActivate(toHttp(execution)),
    ...(canSee && { canSee: canSee.bind(guard) }),
  };
}

/** On a controller the guard sees what it always saw. */
function toHttp(execution: ExecutionContext): ExecutionContext {
  if (execution.getType<string>() !== MCP_CONTEXT_TYPE) return execution;
  const http = openHttpArguments(getMcpContext(execution));
  const args: unknown[] = [http.getRequest(), http.getResponse(), http.getNext()];
  return Object.assign(Object.create(execution) as ExecutionContext, {
    getType: () => 'http',
    getArgs: () => args,
    getArgByIndex: (index: number) => args[index],
    switchToHttp: () => http,
  });
}
