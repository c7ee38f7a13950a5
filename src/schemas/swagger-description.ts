import type { Description } from './describe.decorator.js';

/** Where `@ApiProperty()` of @nestjs/swagger keeps its options, and the static method that its CLI plugin writes. */
const API_PROPERTY = 'swagger/apiModelProperties';
const PLUGIN_METHOD = '_OPENAPI_METADATA_FACTORY';

interface ApiPropertyOptions {
  readonly description?: string;
  readonly example?: unknown;
  readonly examples?: unknown;
  readonly deprecated?: boolean;
}

type PluginMethod = () => Readonly<Record<string, ApiPropertyOptions>>;

/** What @nestjs/swagger was told of a property, so that a team does not write it twice. */
export function describedBySwagger(dto: object, prototype: object, name: string): Description | undefined {
  const declared = Reflect.getMetadata(API_PROPERTY, prototype, name) as ApiPropertyOptions | undefined;
  const written = writtenByPlugin(dto, name);
  if (!declared && !written) return undefined;
  const { description, example, examples, deprecated } = { ...written, ...withoutUndefined(declared) };
  const values = Array.isArray(examples) ? (examples as unknown[]) : example === undefined ? [] : [example];
  return {
    description: description || undefined,
    ...(values.length > 0 && { examples: values }),
    ...(deprecated && { deprecated }),
  };
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
