import { MethodMark } from '../features/index.js';
import type { Annotations, CacheHints, ClientCapabilities, ToolIcon } from '../protocol/index.js';
import type { InputSchema as VariablesSchema } from '../schemas/index.js';

/** Where `@Resource()` stands, in every class that was loaded. */
export const RESOURCES = new MethodMark<ResourceOptions & { readonly uri: string }>(
  '@Resource()',
  'rookery:resource',
);

/** Where `@ResourceTemplate()` stands, in every class that was loaded. */
export const RESOURCE_TEMPLATES = new MethodMark<ResourceTemplateOptions & { readonly uriTemplate: string }>(
  '@ResourceTemplate()',
  'rookery:resource-template',
);

/** What a resource and a template may say of what they have. */
export interface DescribedResourceOptions {
  /** A name for programs and people. @default the method's name */
  name?: string;

  /** A name for people; clients show it since revision 2025-06-18. */
  title?: string;

  /** What it holds: people and models choose by it. */
  description?: string;

  /**
   * The type of its contents, where these say nothing else. Bytes of a type of text, such as `text/csv` or `application/json`,
   * are sent as text.
   * @default of what the method returns: `text/plain` of text, `application/octet-stream` of bytes, `application/json` of objects
   */
  mimeType?: string;

  /** For whom it is, how much it matters, and when it changed; `lastModified` since revision 2025-06-18. */
  annotations?: Annotations;

  /** Images that clients may show; since revision 2025-11-25. */
  icons?: ToolIcon[];

  /** Whatever else a client should know, under names with a prefix of your own. */
  _meta?: Record<string, unknown>;

  /** Scopes that the caller's credentials must have, all of them: others neither see it nor may read it. @default none */
  scopes?: readonly string[];

  /** How often one caller may read it on this replica, as `10/minute`. @default as often as the caller may ask for anything */
  rate?: string;

  /** After this the answer is that the call timed out, in milliseconds: from 1 to 2147483647. @default the server's `calls.timeoutMs` */
  timeoutMs?: number;

  /** Calls that may run at once on this replica; one more is refused as overloaded. @default as many as the server runs */
  concurrency?: number;

  /**
   * What a client must have said that it can, as `{ sampling: {} }`; the call of another one is refused with -32021.
   * @default nothing
   */
  requiredCapabilities?: ClientCapabilities;

  /** For how long clients of revision 2026-07-28 may keep its contents, in milliseconds. @default 0: they ask each time */
  ttlMs?: number;

  /** For whom a cache may keep them: `public` where they are the same for every caller. @default 'private' */
  cacheScope?: CacheHints['cacheScope'];
}

export interface ResourceOptions extends DescribedResourceOptions {
  /** Bytes of its contents, before any encoding. */
  size?: number;
}

export interface ResourceTemplateOptions extends DescribedResourceOptions {
  /**
   * The variables, where they are no class: a Standard Schema that makes JSON Schema too, such as a zod object, or a JSON
   * Schema 2020-12. Each is text, or is read from text: a number, a boolean, an enum.
   * @default the type of the method's first parameter
   */
  input?: VariablesSchema;

  /**
   * The name of a method of the same class that lists the resources of the template that there are, as
   * {@link ListedResource}. It may take the context of the call, and nothing else.
   * @default they are not listed
   */
  list?: string;
}

/** A resource of a template, as its method of `list` gives it: its URI, or the variables of it. */
export type ListedResource = Omit<ListedResourceMembers, 'uri' | 'variables'> &
  (
    | Pick<ListedResourceMembers, 'uri'>
    | { readonly variables: ListedResourceMembers['variables']; readonly uri?: undefined }
  );

interface ListedResourceMembers extends Pick<
  ResourceOptions,
  'title' | 'description' | 'mimeType' | 'annotations' | 'size' | 'icons' | '_meta'
> {
  readonly name: string;
  readonly uri: string;
  readonly variables: Readonly<Record<string, string | number | boolean | undefined>>;
}

/**
 * Makes a method of any provider a resource. It returns text, bytes, a stream of either, an object that is sent as JSON, or
 * several contents with a `uri` each; nothing says that the resource is not there. A parameter with `@McpContext()` gets the
 * context of the call. Guards, pipes, interceptors, filters and parameter decorators apply as on a controller.
 * @param uri its whole URI, such as `config://app`
 */
export const Resource = (uri: string, options: ResourceOptions = {}): MethodDecorator =>
  RESOURCES.decorate({ ...options, uri });

/**
 * Makes a method of any provider the resources of a URI template. Its first parameter has the validated variables: a class with
 * class-validator decorators, or what `input` gives. All else is as for {@link Resource}.
 * @param uriTemplate as RFC 6570 has it, levels 1 to 3: `users://{id}/posts{?page}`
 */
export const ResourceTemplate = (
  uriTemplate: string,
  options: ResourceTemplateOptions = {},
): MethodDecorator => RESOURCE_TEMPLATES.decorate({ ...options, uriTemplate });
