import { ConfigurationError } from '../protocol/index.js';
import { contextParametersOf } from './context-parameters.js';
import type { DecoratedMethod } from './decorated-method.js';
import { decoratedParametersOf } from './pipeline-parameters.js';

/** The one parameter of a decorated method that no decorator fills. */
export interface InputParameter {
  readonly index: number;
  /** What TypeScript writes down of its type; `undefined` where it writes nothing. */
  readonly type: unknown;
}

/**
 * @param rule what a method with more than one is told: `a tool takes one input`
 * @returns `undefined` for a method without an input
 * @throws ConfigurationError for more than one
 */
export function readInputParameter(
  { prototype, name, label, parameterCount }: DecoratedMethod<unknown>,
  rule: string,
): InputParameter | undefined {
  const types = typesOf(prototype, name, parameterCount);
  const filled = contextParametersOf(prototype, name);
  const decorated = decoratedParametersOf(prototype, name);
  const inputs = [...types.keys()].filter((index) => !filled.has(index) && !decorated.has(index));
  if (inputs.length > 1)
    throw new ConfigurationError(
      `${label}: ${rule}. Put its ${inputs.length} parameters into one class, or mark the context with @McpContext()`,
    );
  const [index] = inputs;
  return index === undefined ? undefined : { index, type: types[index] };
}

/** Plain JavaScript writes down no types: its parameters are counted. */
function typesOf(prototype: object, name: string, length: number): unknown[] {
  const types: unknown = Reflect.getMetadata('design:paramtypes', prototype, name);
  return Array.isArray(types) ? types : Array.from({ length });
}
