import {
  type AccessRules,
  type DecoratedMethod,
  type InvokeMethod,
  type MethodPipeline,
  readInputParameter,
  settleStream,
  toAccessRule,
} from '../features/index.js';
import { ConfigurationError } from '../protocol/index.js';
import {
  describeResource,
  type ReadableResource,
  type RegistrationOptions,
  toInvoke,
} from './readable-resource.js';
import type { ResourceOptions } from './resource.decorator.js';
import { checkUri } from './resource-uri.js';

/** A resource with one URI, as calls need it: everything that can be decided at boot is. */
export interface RegisteredResource extends ReadableResource {
  readonly read: InvokeMethod;
}

/** A resource that is registered at run time, without a decorator. */
export interface ResourceRegistration extends ResourceOptions, RegistrationOptions {
  name: string;
  /** Its whole URI, such as `config://app`. */
  uri: string;
  /** As a resource method: gets `undefined`, and the context of the call. */
  read: InvokeMethod;
}

/** @throws ConfigurationError for an illegal URI or option, or a method that wants an input */
export function toRegisteredResource(
  method: DecoratedMethod<ResourceOptions & { readonly uri: string }>,
  pipeline: MethodPipeline,
  rules: AccessRules,
): RegisteredResource {
  const { options, label } = method;
  const input = readInputParameter(method, 'a resource takes no input');
  if (input)
    throw new ConfigurationError(
      `${label}: a resource takes no input. Mark the context with @McpContext(), or write @ResourceTemplate()`,
    );
  const access = rules.of(method, options.scopes ?? []);
  const registration = { ...options, name: options.name ?? method.name };
  return build({ ...registration, read: toInvoke(method, undefined, pipeline) }, label, access);
}

/** @throws ConfigurationError for an illegal URI or option */
export function fromResourceRegistration(registration: ResourceRegistration): RegisteredResource {
  const read: InvokeMethod = (value, context) => settleStream(registration.read(value, context), context);
  return build({ ...registration, read }, `Resource ${registration.uri}`, toAccessRule(registration));
}

function build(
  registration: ResourceRegistration,
  label: string,
  access: ReadableResource['access'],
): RegisteredResource {
  const { uri, size, read } = registration;
  checkUri(uri, label);
  return { ...describeResource(registration, { uri: { uri }, label, access, more: { size } }), read };
}
