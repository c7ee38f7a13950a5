import {
  type AccessRules,
  checkName,
  type DecoratedMethod,
  type InputParameter,
  type InvokeMethod,
  type Listed,
  type MethodPipeline,
  readCallLimits,
  readInputParameter,
  readWhole,
  settleResult,
  toAccessRule,
} from '../features/index.js';
import { type CallTarget, countSentBytes } from '../json-rpc/index.js';
import type { ToolDefinition } from '../protocol/index.js';
import { createInput, createOutput, type Input, type Output } from '../schemas/index.js';
import { readHeaderParameters } from './header-parameters.js';
import type { ToolOptions } from './tool.decorator.js';
import type { ToolsOptions } from './tools.options.js';

/** A tool as calls need it: everything that can be decided at boot is. */
export interface RegisteredTool extends CallTarget, Listed {
  readonly name: string;
  /** Names from before, by which it still answers. */
  readonly formerly: readonly string[];
  /** How messages name it: `CalculatorTools.add`. */
  readonly label: string;
  /** The class of its input, if it is one: `AddInput`. */
  readonly inputName: string | undefined;
  readonly definition: ToolDefinition;
  readonly input: Input;
  readonly output: Output | undefined;
  /** Whether the client hears that a call goes on while the tool says nothing. */
  readonly hasAutoProgress: boolean;
  readonly call: InvokeMethod;
}

/** A tool that is registered at run time, without a decorator. */
export interface ToolRegistration extends ToolOptions {
  name: string;
  /** As `@Public()`. @default false */
  isPublic?: boolean;
  /** As a tool method: gets the validated input, and the context of the call. */
  call: InvokeMethod;
}

/** @throws ConfigurationError for an illegal name, option or header, or an input that cannot be described */
export function toRegisteredTool(
  method: DecoratedMethod<ToolOptions>,
  pipeline: MethodPipeline,
  rules: AccessRules,
  defaults: ToolsOptions,
): RegisteredTool {
  const { options, label } = method;
  const parameter = readInputParameter(method, 'a tool takes one input');
  const input = readInput(options, parameter, label, defaults);
  const call = pipeline.create(method, parameter?.index);
  const returnType: unknown = Reflect.getMetadata('design:returntype', method.prototype, method.name);
  const output = createOutput(options.output, returnType, label);
  const access = rules.of(method, options.scopes ?? []);
  const inputName = options.input ? undefined : (parameter?.type as { name: string } | undefined)?.name;
  const registration = { ...options, name: options.name ?? method.name, call };
  return build(registration, label, { access, input, inputName, output });
}

/** @throws ConfigurationError as {@link toRegisteredTool} */
export function fromRegistration(registration: ToolRegistration, defaults: ToolsOptions): RegisteredTool {
  const label = `Tool ${registration.name}`;
  const input = readInput(registration, undefined, label, defaults);
  const call: InvokeMethod = (value, context) => settleResult(registration.call(value, context), context);
  const output = createOutput(registration.output, undefined, label);
  const access = toAccessRule(registration);
  return build({ ...registration, call }, label, { access, input, inputName: undefined, output });
}

function readInput(
  options: ToolOptions,
  parameter: InputParameter | undefined,
  label: string,
  { lenientArguments, maxLenientValues }: ToolsOptions,
): Input {
  const maxValues = readWhole('maxValues', options.maxValues, label);
  const isLenient = options.lenient ?? lenientArguments;
  return createInput(
    {
      schema: options.input,
      parameter,
      maxValues,
      maxLenientValues: isLenient ? (maxValues ?? maxLenientValues) : undefined,
    },
    label,
  );
}

function build(
  registration: ToolRegistration,
  label: string,
  { access, input, inputName, output }: Pick<RegisteredTool, 'access' | 'input' | 'inputName' | 'output'>,
): RegisteredTool {
  const { name, call, title, description, annotations, icons, _meta } = registration;
  const formerly = registration.formerly ?? [];
  for (const each of [name, ...formerly]) checkName('tool', each, label);
  const schemas = { inputSchema: input.schema, outputSchema: output?.schema };
  const definition = { name, title, description, ...schemas, annotations, icons, _meta };
  const json = JSON.stringify(definition);
  const shown = JSON.parse(json) as ToolDefinition;
  return {
    kind: 'tool',
    name,
    formerly,
    label,
    inputName,
    definition: shown,
    json,
    jsonBytes: countSentBytes(json),
    access,
    ...readCallLimits(registration, label, `tool ${name}`),
    input,
    output,
    hasAutoProgress: registration.autoProgress ?? true,
    headerParameters: readHeaderParameters(shown.inputSchema, label, inputName),
    requiredCapabilities: registration.requiredCapabilities,
    call,
  };
}
