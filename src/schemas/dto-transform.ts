import { type TransformFnParams, TransformationType } from 'class-transformer';
import { defaultMetadataStorage as storage } from 'class-transformer/cjs/storage.js';
import type { SchemaDirection } from './schema-direction.js';

/** What class-transformer's decorators on a property say of JSON that becomes an instance, or of an instance that is sent. */
export interface DtoTransform {
  /** The key that clients send, or get: `@Expose({ name })`. */
  readonly clientName: string;
  /** `@Exclude()`: clients do not send it, or get it. */
  readonly isExcluded: boolean;
  /** `@Expose({ groups })` of what is sent: `@SerializeOptions()` may ask for the group. */
  readonly isGrouped: boolean;
  /** `@Type()` of whatever it is. */
  readonly isTyped: boolean;
  /** `@Type(() => Number)`, of JSON that becomes an instance. */
  readonly convertsTo: Primitive | undefined;
  /** Of each `@Transform()`, in their order. */
  readonly functions: readonly TransformFunction[];
  /** Whether the functions run where the key is missing: with `@Expose()`. */
  readonly runsOnAbsence: boolean;
}

type Primitive = typeof Number | typeof String | typeof Boolean;
type TransformFunction = (params: TransformFnParams) => unknown;

const PRIMITIVES = new Set<unknown>([Number, String, Boolean]);
const { PLAIN_TO_CLASS, CLASS_TO_PLAIN } = TransformationType;

/** Reads what class-transformer does with a property in `plainToInstance(dto, json)` or `instanceToPlain(instance)`, without options. */
export function readTransform(dto: new () => object, name: string, direction: SchemaDirection): DtoTransform {
  const isInput = direction === 'input';
  const type = isInput ? PLAIN_TO_CLASS : CLASS_TO_PLAIN;
  const exposed = storage.getExposedProperties(dto, type).includes(name);
  // instanceToPlain() takes the name and the groups of an `@Expose({ toClassOnly: true })` too.
  const options = exposed || !isInput ? storage.findExposeMetadata(dto, name)?.options : undefined;
  const isHidden =
    storage.getExcludedProperties(dto, type).includes(name) ||
    (storage.getStrategy(dto) === 'excludeAll' && !exposed) ||
    (isInput && hasGroups(options));
  const functions = storage
    .findTransformMetadatas(dto, name, type)
    .filter((metadata) => !hasGroups(metadata.options))
    .map(({ transformFn }) => transformFn);
  const declared = storage.findTypeMetadata(dto, name);
  const made: unknown = declared?.options?.discriminator ? undefined : declared?.typeFunction?.();
  return {
    clientName: options?.name ?? name,
    isExcluded: isHidden,
    isGrouped: !isInput && hasGroups(options),
    isTyped: declared !== undefined,
    convertsTo: isInput && PRIMITIVES.has(made) ? (made as Primitive) : undefined,
    functions,
    runsOnAbsence: exposed && functions.length > 0,
  };
}

/** Whether a property has a `@Transform()` for either direction. */
export function isTransformed(dto: new () => object, name: string): boolean {
  return [PLAIN_TO_CLASS, CLASS_TO_PLAIN].some(
    (type) => storage.findTransformMetadatas(dto, name, type).length > 0,
  );
}

/** What belongs to a group is left out where none is asked for. */
function hasGroups(options: { readonly groups?: string[] } | undefined): boolean {
  return (options?.groups?.length ?? 0) > 0;
}

/** Whether an instance is another than the plain one. */
export function isTransforming(transform: DtoTransform, name: string): boolean {
  const { clientName, isExcluded, convertsTo, functions } = transform;
  return clientName !== name || isExcluded || convertsTo !== undefined || functions.length > 0;
}

/** RFC 8259 section 6 */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** The value as another primitive where nothing of it is lost; else as it is, for the rules to refuse it. */
export function convertExactly(to: Primitive, value: unknown): unknown {
  if (to === Number && typeof value === 'string' && JSON_NUMBER.test(value)) {
    const number = Number(value);
    return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))
      ? number
      : value;
  }
  if (to === Boolean && (value === 'true' || value === 'false')) return value === 'true';
  if (to === String && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  return value;
}
