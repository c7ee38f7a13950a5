import { findContextParameter, type DecoratedMethod, type McpContext } from '../features/index.js';
import { ConfigurationError, type ToolDefinition } from '../protocol/index.js';
import { createToolInput, type ToolInput } from './input/index.js';
import type { ToolOptions } from './tool.decorator.js';

/** A tool as calls need it: everything that can be decided at boot is. */
export interface RegisteredTool {
  readonly definition: ToolDefinition;
  readonly input: ToolInput;
  call(input: unknown, context: McpContext): unknown;
}

/** SEP-986; the characters every client accepts. */
const TOOL_NAME = /^[A-Za-z0-9_.-]{1,128}$/;

/** @throws ConfigurationError for an illegal name, or an input that cannot be described */
export function toRegisteredTool(method: DecoratedMethod<ToolOptions>): RegisteredTool {
  const { options, label, provider } = method;
  const { name = method.name, title, description } = options;
  if (!TOOL_NAME.test(name))
    throw new ConfigurationError(`${label}: "${name}" is no tool name. Use 1 to 128 of A-Z a-z 0-9 _ . -`);
  const { inputIndex, contextIndex, inputType } = readParameters(method);
  const parameter = inputIndex === undefined ? undefined : { type: inputType };
  const input = createToolInput({ schema: options.input, parameter }, label);
  const run = Reflect.get(provider, method.name) as (...args: unknown[]) => unknown;
  return {
    definition: {
      name,
      ...(title && { title }),
      ...(description && { description }),
      inputSchema: input.schema,
    },
    input,
    call(value, context) {
      const args: unknown[] = [];
      if (inputIndex !== undefined) args[inputIndex] = value;
      if (contextIndex !== undefined) args[contextIndex] = context;
      return run.apply(provider, args);
    },
  };
}

interface Parameters {
  readonly inputIndex: number | undefined;
  readonly contextIndex: number | undefined;
  readonly inputType: unknown;
}

function readParameters({ provider, name, label }: DecoratedMethod<ToolOptions>): Parameters {
  const types = (Reflect.getMetadata('design:paramtypes', provider, name) ?? []) as unknown[];
  const contextIndex = findContextParameter(provider, name);
  const inputs = [...types.keys()].filter((index) => index !== contextIndex);
  if (inputs.length > 1)
    throw new ConfigurationError(
      `${label}: a tool takes one input. Put its ${inputs.length} parameters into one class, or mark the context with @McpContext()`,
    );
  const inputIndex = inputs[0];
  return { inputIndex, contextIndex, inputType: types[inputIndex ?? -1] };
}
