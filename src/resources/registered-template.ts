import {
  type AccessRules,
  type Completable,
  type DecoratedMethod,
  type InvokeMethod,
  type MethodPipeline,
  readInputParameter,
  settleResult,
  settleStream,
  toAccessRule,
} from '../features/index.js';
import { ConfigurationError } from '../protocol/index.js';
import { createInput, type Input, TextInput } from '../schemas/index.js';
import {
  describeResource,
  type ReadableResource,
  type RegistrationOptions,
  toInvoke,
} from './readable-resource.js';
import type { ResourceTemplateOptions } from './resource.decorator.js';
import { checkScheme } from './resource-uri.js';
import { UriTemplate } from './uri-template/index.js';
import { checkVariables } from './variables-input.js';

/** A template as calls need it: everything that can be decided at boot is. */
export interface RegisteredTemplate extends ReadableResource, Completable {
  readonly template: UriTemplate;
  /** `undefined` where the method takes no variables. */
  readonly input: TextInput | undefined;
  readonly read: InvokeMethod;
  /** Lists its resources; `undefined` where it has no method for that. */
  readonly list: InvokeMethod | undefined;
}

/** A template that is registered at run time, without a decorator. */
export interface ResourceTemplateRegistration
  extends Omit<ResourceTemplateOptions, 'list'>, RegistrationOptions {
  name: string;
  /** As RFC 6570 has it, levels 1 to 3. */
  uriTemplate: string;
  /** As a template's method: gets the validated variables, and the context of the call. */
  read: InvokeMethod;
  /** As a template's method of `list`: gets `undefined`, and the context of the call. @default they are not listed */
  list?: InvokeMethod;
}

type TemplateMethod = DecoratedMethod<ResourceTemplateOptions & { readonly uriTemplate: string }>;

/** @throws ConfigurationError for an illegal template or option, or variables that cannot be described */
export function toRegisteredTemplate(
  method: TemplateMethod,
  pipeline: MethodPipeline,
  rules: AccessRules,
): RegisteredTemplate {
  const { options, label } = method;
  const parameter = readInputParameter(method, 'a template takes one input');
  const hasInput = options.input !== undefined || parameter !== undefined;
  const input = hasInput
    ? createInput({ schema: options.input, parameter, decorator: 'ResourceTemplate' }, label)
    : undefined;
  const access = rules.of(method, options.scopes ?? []);
  const registration = {
    ...options,
    name: options.name ?? method.name,
    read: toInvoke(method, parameter?.index, pipeline),
    list: options.list === undefined ? undefined : toLister(method, options.list, pipeline),
  };
  return build(registration, label, access, input);
}

/** @throws ConfigurationError as {@link toRegisteredTemplate} */
export function fromTemplateRegistration(registration: ResourceTemplateRegistration): RegisteredTemplate {
  const label = `Resource template ${registration.uriTemplate}`;
  const { read, list } = registration;
  const input = registration.input
    ? createInput({ schema: registration.input, parameter: undefined, decorator: 'ResourceTemplate' }, label)
    : undefined;
  const settled = {
    ...registration,
    read: ((value, context) => settleStream(read(value, context), context)) satisfies InvokeMethod,
    list: list && (((value, context) => settleResult(list(value, context), context)) satisfies InvokeMethod),
  };
  return build(settled, label, toAccessRule(registration), input);
}

/** Lists within the guards and interceptors of its own, and of the class. */
function toLister(method: TemplateMethod, name: string, pipeline: MethodPipeline): InvokeMethod {
  const { prototype } = method;
  const owner = prototype.constructor.name;
  const lister: unknown = Reflect.get(prototype, name);
  if (typeof lister !== 'function')
    throw new ConfigurationError(
      `${method.label}: its list is ${JSON.stringify(name)}, but ${owner} has no such method. Write the name of one`,
    );
  const label = `${owner}.${name}`;
  const listing = {
    ...method,
    name,
    label,
    method: lister as TemplateMethod['method'],
    parameterCount: lister.length,
  };
  if (readInputParameter(listing, 'a list takes no input'))
    throw new ConfigurationError(`${label}: a list takes no input. Mark the context with @McpContext()`);
  return pipeline.create(listing, undefined);
}

function build(
  registration: Omit<ResourceTemplateRegistration, 'list'> & { list: InvokeMethod | undefined },
  label: string,
  access: ReadableResource['access'],
  input: Input | undefined,
): RegisteredTemplate {
  const { uriTemplate, read, list } = registration;
  checkScheme(uriTemplate, label);
  const template = new UriTemplate(uriTemplate, label);
  const variables = input && new TextInput(input, label);
  if (variables) checkVariables(variables, template, label);
  const described = describeResource(registration, { uri: { uriTemplate }, label, access });
  const values = new Map(variables?.arguments.map((one) => [one.name, one.values]));
  const argumentValues = new Map(template.variableNames.map((name) => [name, values.get(name)]));
  return { ...described, template, input: variables, argumentValues, read, list };
}
