import type { Description } from './describe.decorator.js';

/**
 * Where `@ApiProperty()` of @nestjs/swagger keeps its options, and the static method that its CLI plugin writes: tsc into the
 * class; with swc, `SwaggerModule.loadPluginMetadata()` adds it at run time.
 */
const API_PROPERTY = 'swagger/apiModelProperties';
const PLUGIN_METHOD = '_OPENAPI_METADATA_FACTORY';

interface ApiPropertyOptions {
  readonly description?: string;
  readonly example?: unknown;
  readonly examples?: object;
  readonly deprecated?: boolean;
}

type PluginMethod = () => Readonly<Record<string, ApiPropertyOptions>>;

/** What @nestjs/swagger was told of a property, so that a team does not write it twice. */
export function describedBySwagger(dto: object, prototype: object, name: string): Description | undefined {
  const declared = Reflect.getMetadata(API_PROPERTY, prototype, name) as ApiPropertyOptions | undefined;
  const written = writtenByPlugin(dto, name);
  if (!declared && !written) return undefined;
  const { description, deprecated } = { ...written, ...withoutUndefined(declared) };
  const values = examplesOf(declared) ?? examplesOf(written);
  return {
    description: description || undefined,
    ...(values && { examples: values }),
    ...(deprecated && { deprecated }),
  };
}

/** One, a list of them, or by name as OpenAPI has them: `{ small: { value: 1 } }`. */
function examplesOf({ example, examples }: ApiPropertyOptions = {}): unknown[] | undefined {
  const listed = Array.isArray(examples)
    ? (examples as unknown[])
    : Object.values(examples ?? {}).map(valueOf);
  if (listed.length > 0) return listed;
  return example === undefined ? undefined : [example];
}

function valueOf(named: unknown): unknown {
  return typeof named === 'object' && named !== null && 'value' in named ? named.value : named;
}

/** Each class has the method for its own properties only. */
function writtenByPlugin(dto: object, name: string): ApiPropertyOptions | undefined {
  for (let one: object | null = dto; one; one = Object.getPrototypeOf(one) as object | null) {
    if (!Object.hasOwn(one, PLUGIN_METHOD)) continue;
    const written = (one as Record<typeof PLUGIN_METHOD, PluginMethod>)[PLUGIN_METHOD]()[name];
    if (written) return written;
  }
  return undefined;
}

/** `@ApiProperty()` without options still writes all of its keys. */
function withoutUndefined(options: ApiPropertyOptions | undefined): ApiPropertyOptions {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined));
}
