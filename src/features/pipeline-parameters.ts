import type { ExecutionContext } from '@nestjs/common';
import { CUSTOM_ROUTE_ARGS_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { ConfigurationError } from '../protocol/index.js';
import type { DecoratedMethod } from './decorated-method.js';
import { executionFor } from './enhancer-execution.js';

/** A parameter that a decorator of Nest or the app fills. */
interface Parameter {
  readonly index: number;
  readonly factory?: (data: unknown, execution: ExecutionContext) => unknown;
}

type Parameters = Readonly<Record<string, Parameter>>;

/** Where the pipeline finds the parameters of a method. */
export const PIPELINE_PARAMETERS = 'rookery:pipeline-parameters';

/** Every parameter has a factory of its own, so Nest asks this one for none. */
export const PARAMETERS_FACTORY = { exchangeKeyForValue: (): undefined => undefined };

const MEND =
  'put @UseGuards(asMcpGuard(…)) of the guard that it reads from above it, or have it read getMcpContext(execution)';

/**
 * Declares the parameters that Nest's decorators fill, and the input, which needs none.
 * @param inputIndex which parameter is the input, if one is
 * @throws ConfigurationError for a decorator of HTTP routes, such as `@Body()`
 */
export function declareParameters(
  { prototype, name, label }: DecoratedMethod<unknown>,
  inputIndex: number | undefined,
): void {
  const parameters: Record<string, Parameter> = {};
  for (const [key, parameter] of Object.entries(parametersOf(prototype, name))) {
    const { factory, index } = parameter;
    if (!factory)
      throw new ConfigurationError(
        `${label}: parameter ${index + 1} has a decorator for routes, such as @Req() or @Body(), but a tool has no route: take the decorator off the input, and read the rest from @McpContext()`,
      );
    const words = { name: `the decorator of parameter ${index + 1}`, mend: MEND };
    parameters[key] = {
      ...parameter,
      factory: (data, execution) => factory(data, executionFor(execution, label, words)),
    };
  }
  const input = { index: inputIndex, factory: readInput, data: undefined, pipes: [] } as unknown as Parameter;
  if (inputIndex !== undefined) parameters[`input${CUSTOM_ROUTE_ARGS_METADATA}:${inputIndex}`] = input;
  Reflect.defineMetadata(PIPELINE_PARAMETERS, parameters, prototype.constructor, name);
}

function readInput(_data: unknown, execution: ExecutionContext): unknown {
  return execution.getArgByIndex(0);
}

/** The parameters that decorators of Nest or the app fill. */
export function decoratedParametersOf(prototype: object, name: string): ReadonlySet<number> {
  return new Set(Object.values(parametersOf(prototype, name)).map(({ index }) => index));
}

function parametersOf(prototype: object, name: string): Parameters {
  return (Reflect.getMetadata(ROUTE_ARGS_METADATA, prototype.constructor, name) ?? {}) as Parameters;
}
