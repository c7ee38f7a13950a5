import { type TransformFnParams, TransformationType } from 'class-transformer';
import { defaultMetadataStorage as storage } from 'class-transformer/cjs/storage.js';

/** What class-transformer's decorators on a property say of JSON that becomes an instance. */
export interface DtoTransform {
  /** The key that clients send: `@Expose({ name })`. */
  readonly clientName: string;
  /** `@Exclude()`: clients do not send it. */
  readonly isExcluded: boolean;
  /** `@Type(() => Number)`. */
  readonly convertsTo: Primitive | undefined;
  /** Of each `@Transform()`, in their order. */
  readonly functions: readonly TransformFunction[];
  /** Whether the functions run where the key is missing: with `@Expose()`. */
  readonly runsOnAbsence: boolean;
}

type Primitive = typeof Number | typeof String | typeof Boolean;
type TransformFunction = (params: TransformFnParams) => unknown;

const PRIMITIVES = new Set<unknown>([Number, String, Boolean]);
const { PLAIN_TO_CLASS } = TransformationType;

/** Reads what class-transformer does with a property in `plainToInstance(dto, json)` without options. */
export function readTransform(dto: new () => object, name: string): DtoTransform {
  const exposed = storage.getExposedProperties(dto, PLAIN_TO_CLASS).includes(name);
  const options = exposed ? storage.findExposeMetadata(dto, name)?.options : undefined;
  const isHidden =
    storage.getExcludedProperties(dto, PLAIN_TO_CLASS).includes(name) ||
    (storage.getStrategy(dto) === 'excludeAll' && !exposed) ||
    hasGroups(options);
  const functions = storage
    .findTransformMetadatas(dto, name, PLAIN_TO_CLASS)
    .filter((metadata) => !hasGroups(metadata.options))
    .map(({ transformFn }) => transformFn);
  const declared = storage.findTypeMetadata(dto, name);
  const type: unknown = declared?.options?.discriminator ? undefined : declared?.typeFunction?.();
  return {
    clientName: options?.name ?? name,
    isExcluded: isHidden,
    convertsTo: PRIMITIVES.has(type) ? (type as Primitive) : undefined,
    functions,
    runsOnAbsence: exposed && functions.length > 0,
  };
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
