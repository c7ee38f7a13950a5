import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { ConfigurationError } from '../protocol/index.js';
import { descriptionIn } from './describe.decorator.js';
import { decoratorOf, type DtoRule } from './dto-rule.js';
import type { DtoClass, DtoProperty } from './dto-shape.js';
import type { DtoTransform } from './dto-transform.js';
import { intersect } from './schema-intersection.js';
import { DATE_RULES, isOpen } from './value-rules.js';

/** What is known of a property before it is read as a whole. */
export interface DeclaredProperty {
  /** What TypeScript wrote down. */
  readonly designType: unknown;
  readonly form: DtoProperty['form'];
  readonly isNested: boolean;
  /** Whether the decorators leave the type open. */
  readonly isTypeOpen: boolean;
  readonly metadata: readonly ValidationMetadata[];
  readonly rules: readonly DtoRule[];
  readonly transform: DtoTransform;
}

const PRIMITIVES = new Map<unknown, string>([
  [String, 'a string'],
  [Number, 'a number'],
  [Boolean, 'a boolean'],
]);

/** What a property of a declared type gets, as JSON Schema says it. */
const TYPES = new Map<unknown, readonly string[]>([
  [String, ['string']],
  [Number, ['number', 'integer']],
  [Boolean, ['boolean']],
]);

/** Types that say nothing of a class. */
const BUILT_IN = new Set<unknown>([
  undefined,
  Object,
  Array,
  Map,
  Date,
  Function,
  Promise,
  ...PRIMITIVES.keys(),
]);

/**
 * Refuses decorators that do not fit the type which TypeScript wrote down. A `@Transform()` may make any type.
 * @throws ConfigurationError
 */
export function refuseMisdeclared(property: DeclaredProperty, label: string): void {
  if (property.transform.functions.length > 0) return;
  const sentence = property.transform.convertsTo ? misconverted(property) : misdeclared(property);
  if (sentence) throw new ConfigurationError(`${label} ${sentence}`);
}

function misdeclared({
  designType,
  form,
  isNested,
  isTypeOpen,
  metadata,
  rules,
  transform,
}: DeclaredProperty): string | undefined {
  if (designType === Set) return 'is a Set, which JSON does not have. Declare an array with @ArrayUnique()';
  const own = intersect(
    rules.filter((rule) => !rule.each && rule.isKnown).map(({ meaning }) => meaning.schema),
  );
  const mismatch = form === 'one' && !isNested ? mismatchOf(designType, own['type'], rules) : undefined;
  if (mismatch) return mismatch;
  if (form === 'list' && PRIMITIVES.has(designType))
    return `is declared as ${PRIMITIVES.get(designType)}, but ${naming(
      rules.filter((rule) => rule.each),
      'has',
      'have',
    )} { each: true }. Leave that out, or declare an array`;
  if (form === 'list' && isNested && designType === Object && own['type'] !== 'array')
    return 'is declared as a record, but @ValidateNested({ each: true }) wants an array. Declare a Map<string, TheClass>, or an array of the class';
  const missed = isNested || transform.isExcluded ? undefined : classOfInstance(metadata);
  if (missed)
    return `is never an instance of ${missed.name}, which @IsInstance wants: JSON has none. Add @ValidateNested(), which makes it`;
  const isAllowed = metadata.some((one) => one.type === 'whitelistValidation' && !descriptionIn(one));
  if (isTypeOpen && rules.length === 0 && !BUILT_IN.has(designType) && !isAllowed)
    return `is declared as ${(designType as DtoClass).name}, but no decorator checks it. Add @ValidateNested(), or @Allow() if any value will do`;
  return undefined;
}

/** What `@Type(() => Number)` makes, and the rules do not let through. */
function misconverted({ form, rules, transform: { convertsTo } }: DeclaredProperty): string | undefined {
  const judging = rules.filter((rule) => rule.isKnown && rule.each === (form === 'list'));
  const { type } = intersect(judging.map(({ meaning }) => meaning.schema));
  const isDate = judging.some(({ code }) => DATE_RULES.has(code));
  const isTaken = TYPES.get(convertsTo)!.some((one) => listOf(type).includes(one));
  if (isOpen(type) || (isTaken && !isDate)) return undefined;
  return `becomes ${PRIMITIVES.get(convertsTo)} by @Type(() => ${convertsTo!.name}), but ${naming(judging, 'takes', 'take')} other values. Leave @Type() out, or write another decorator`;
}

function wantsOneValue({ isKnown, meaning: { schema } }: DtoRule): boolean {
  return isKnown && !isOpen(schema['type']) && !listOf(schema['type']).includes('array');
}

/** What TypeScript declares, and the rules do not let through. */
function mismatchOf(designType: unknown, type: unknown, rules: readonly DtoRule[]): string | undefined {
  const isJust = rules.length === 1;
  if (designType === BigInt)
    return 'is declared as a bigint, which JSON does not have. Declare a number with @IsInt(), or a string with @IsNumberString()';
  const single = rules.filter(wantsOneValue);
  if (designType === Array && single.length > 0)
    return `is declared as an array, but ${naming(single, 'wants', 'want')} one value. Add { each: true }`;
  if (isOpen(type)) return undefined;
  const types = listOf(type);
  const isDate = rules.some(({ code }) => DATE_RULES.has(code));
  if (designType === Date && !isDate)
    return `is declared as a Date, but ${naming(rules, 'takes', 'take')} other values. Write @IsDate(), or declare what ${isJust ? 'it takes' : 'they take'}`;
  const expected = TYPES.get(designType);
  if (!expected || (!isDate && expected.some((one) => types.includes(one)))) return undefined;
  return `is declared as ${PRIMITIVES.get(designType)}, but ${naming(rules, 'takes', 'take')} other values. Declare what ${isJust ? 'it takes' : 'they take'}, or write another decorator`;
}

/** `@IsString wants`, `@IsString and @IsInt want`; without rules it is members that are nested. */
function naming(rules: readonly DtoRule[], one: string, several: string): string {
  const names = rules.map(decoratorOf);
  return `${names.join(' and ') || '@ValidateNested'} ${names.length > 1 ? several : one}`;
}

/** @returns nothing for what JSON has, or text becomes */
function classOfInstance(metadata: readonly ValidationMetadata[]): DtoClass | undefined {
  const wanted = metadata.filter(({ name }) => name === 'isInstance');
  const classes = wanted.map(({ constraints }) => (constraints as [DtoClass])[0]);
  return classes.find((one) => typeof one === 'function' && !BUILT_IN.has(one));
}

/** What works, but hardly as it is meant. */
export function remarkOn(dto: DtoClass, name: string, property: DeclaredProperty): string | undefined {
  const fixed = property.rules.find(({ meaning }) => meaning.isOfStart);
  if (fixed)
    return `is bound to the time of the start by ${decoratorOf(fixed)}. Write ${decoratorOf(fixed)}(() => new Date()), which is asked at each call`;
  return remarkOnUnchecked(dto, name, property);
}

function remarkOnUnchecked(
  dto: DtoClass,
  name: string,
  { isNested, rules, transform }: DeclaredProperty,
): string | undefined {
  const type: unknown = defaultMetadataStorage.findTypeMetadata(dto, name)?.typeFunction?.();
  const taken = intersect(rules.filter(({ each }) => !each).map(({ meaning }) => meaning.schema))['type'];
  const isUnchecked =
    !isNested && transform.functions.length === 0 && ['object', 'array'].includes(taken as string);
  if (!isUnchecked || typeof type !== 'function' || BUILT_IN.has(type)) return undefined;
  return taken === 'array'
    ? `is a list of anything, and not of ${type.name}: @Type() needs @ValidateNested({ each: true })`
    : `is any object, and no ${type.name}: @Type() needs @ValidateNested()`;
}

function listOf(type: unknown): unknown[] {
  return Array.isArray(type) ? (type as unknown[]) : [type];
}
