import type { CallTarget } from '../json-rpc/index.js';
import {
  type DecoratedMethod,
  type InvokeMethod,
  isAnnotations,
  type Listed,
  type MethodPipeline,
  readCallLimits,
  settleStream,
} from '../features/index.js';
import { countSentBytes } from '../json-rpc/index.js';
import { type CacheHints, ConfigurationError } from '../protocol/index.js';
import type { DescribedResourceOptions } from './resource.decorator.js';

/** What a fixed resource and a template have in common, as calls need it. */
export interface ReadableResource extends CallTarget, Listed {
  /** The URI, or the template: what messages, metrics and lists know it by. */
  readonly name: string;
  /** How messages name it: `ConfigResources.app`. */
  readonly label: string;
  readonly mimeType: string | undefined;
  readonly cacheHints: CacheHints;
}

/** What a registration without a decorator says too. */
export interface RegistrationOptions {
  name: string;
  /** As `@Public()`. @default false */
  isPublic?: boolean;
}

/** What is known of a resource and is not among its options. */
interface ResourceParts {
  readonly uri: { readonly uri: string } | { readonly uriTemplate: string };
  readonly label: string;
  readonly access: CallTarget['access'];
  /** Of the definition, what only one kind has. */
  readonly more?: object;
}

/** @throws ConfigurationError for an option that clients would refuse, or that contradicts another */
export function describeResource(
  options: DescribedResourceOptions & { name: string },
  { uri, label, access, more }: ResourceParts,
): ReadableResource {
  const { name, title, description, mimeType, annotations, icons, _meta } = options;
  const key = 'uri' in uri ? uri.uri : uri.uriTemplate;
  if (annotations !== undefined && !isAnnotations(annotations))
    throw new ConfigurationError(
      `${label}: annotations must be an audience of user and assistant, a priority from 0 to 1, lastModified as 2026-01-31T12:00:00Z`,
    );
  const json = JSON.stringify({
    ...uri,
    name,
    title,
    description,
    mimeType,
    annotations,
    ...more,
    icons,
    _meta,
  });
  return {
    kind: 'resource',
    name: key,
    label,
    mimeType,
    json,
    jsonBytes: countSentBytes(json),
    access,
    cacheHints: readCacheHints(options, access, label),
    ...readCallLimits(options, label, `resource ${key}`),
    requiredCapabilities: options.requiredCapabilities,
  };
}

function readCacheHints(
  { ttlMs = 0, cacheScope = 'private' }: DescribedResourceOptions,
  { scopes, guards }: CallTarget['access'],
  label: string,
): CacheHints {
  if (!Number.isSafeInteger(ttlMs) || ttlMs < 0)
    throw new ConfigurationError(`${label}: ttlMs must be a whole number from 0 on`);
  if (cacheScope === 'public' && scopes.length + guards.length > 0)
    throw new ConfigurationError(
      `${label}: not everybody may read it, but with cacheScope 'public' a cache gives it to all. Leave cacheScope out`,
    );
  return { ttlMs, cacheScope };
}

/** The method as calls run it: what it returns as a stream is its contents. */
export function toInvoke(
  method: DecoratedMethod<unknown>,
  inputIndex: number | undefined,
  pipeline: MethodPipeline,
): InvokeMethod {
  return pipeline.create(method, inputIndex, settleStream);
}
