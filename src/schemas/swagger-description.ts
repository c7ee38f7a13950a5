import type { Description } from './describe.decorator.js';
import { isTransformed } from './dto-transform.js';
import type { DtoClass } from './dto-shape.js';
import { fitsSwagger } from './swagger-examples.js';

/**
 * Where `@ApiProperty()` of @nestjs/swagger keeps its options, and the static method that its CLI plugin writes: tsc into the
 * class; with swc, `SwaggerModule.loadPluginMetadata()` adds it at run time.
 */
const API_PROPERTY = 'swagger/apiModelProperties';
const API_PROPERTY_NAMES = 'swagger/apiModelPropertiesArray';
const PLUGIN_METHOD = '_OPENAPI_METADATA_FACTORY';

export interface ApiPropertyOptions {
  readonly description?: string;
  readonly example?: unknown;
  readonly examples?: object;
  readonly deprecated?: boolean;
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly isArray?: boolean;
  readonly nullable?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
}

type Written = Readonly<Record<string, ApiPropertyOptions>>;

/** What @nestjs/swagger was told of a property, so that a team does not write it twice. */
export function describedBySwagger(dto: DtoClass, prototype: object, name: string): Description | undefined {
  const declared = declaredInSwagger(prototype, name);
  const written = writtenBySwagger(dto)[name];
  if (!declared && !written) return undefined;
  const options = { ...written, ...withoutUndefined(declared) };
  const designType: unknown = Reflect.getMetadata('design:type', prototype, name);
  // Of what `@Transform()` reads, the type does not say what clients send.
  const isOpen = isTransformed(dto, name);
  const fits = (example: unknown): boolean => fitsSwagger(example, isOpen ? {} : { designType, ...options });
  const values = examplesOf(declared, fits) ?? examplesOf(written, fits);
  return {
    description: options.description || undefined,
    ...(values && { examples: values }),
    ...(options.deprecated && { deprecated: true }),
  };
}

/** The options of `@ApiProperty()`. */
export function declaredInSwagger(prototype: object, name: string): ApiPropertyOptions | undefined {
  return Reflect.getMetadata(API_PROPERTY, prototype, name) as ApiPropertyOptions | undefined;
}

/** What the CLI plugin wrote of the properties of a class. Each class has the method for its own properties only. */
export function writtenBySwagger(dto: object): Written {
  const parent = Object.getPrototypeOf(dto) as object | null;
  const own = Object.hasOwn(dto, PLUGIN_METHOD)
    ? (dto as Record<typeof PLUGIN_METHOD, () => Written>)[PLUGIN_METHOD]()
    : {};
  return parent ? { ...writtenBySwagger(parent), ...own } : own;
}

/** The properties with `@ApiProperty()`, also those of parents. */
export function namesInSwagger(prototype: object): string[] {
  const names = (Reflect.getMetadata(API_PROPERTY_NAMES, prototype) ?? []) as string[];
  return names.map((name) => name.slice(1));
}

/** One, a list of them, or by name as OpenAPI has them: `{ small: { value: 1 } }`. */
function examplesOf(
  { example, examples }: ApiPropertyOptions = {},
  fits: (example: unknown) => boolean,
): unknown[] | undefined {
  const listed = Array.isArray(examples)
    ? (examples as unknown[])
    : Object.values(examples ?? {}).map(valueOf);
  const given = listed.length > 0 ? listed : [example];
  const fitting = given.filter((one) => one !== undefined && fits(one));
  return fitting.length > 0 ? fitting : undefined;
}

function valueOf(named: unknown): unknown {
  return typeof named === 'object' && named !== null && 'value' in named ? named.value : named;
}

/** `@ApiProperty()` without options still writes all of its keys. */
function withoutUndefined(options: ApiPropertyOptions | undefined): ApiPropertyOptions {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined));
}
