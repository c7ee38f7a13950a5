import { isDeepStrictEqual } from 'node:util';
import { ConfigurationError, type JsonSchema } from '../protocol/index.js';
import { decoratorOf, type DtoRule } from './dto-rule.js';
import type { DtoProperty } from './dto-shape.js';
import { intersect } from './schema-intersection.js';
import { DATE_RULES } from './value-rules.js';

/**
 * Refuses rules that no value passes.
 * @throws ConfigurationError
 */
export function refuseContradictions({ rules, form, nested, label }: DtoProperty): void {
  const mistaken = rules.find(({ meaning }) => meaning.mistake);
  if (mistaken)
    throw new ConfigurationError(`${label}: ${decoratorOf(mistaken)} ${mistaken.meaning.mistake}`);
  const own = rules.filter(({ each }) => !each);
  const formType = form === 'list' ? 'array' : form === 'map' || nested ? 'object' : undefined;
  const places = [
    {
      of: own,
      schemas: formType ? [{ type: formType }] : [],
      what: formType === 'array' ? 'array' : 'value',
    },
    { of: rules.filter(({ each }) => each), schemas: nested ? [{ type: 'object' }] : [], what: 'member' },
  ];
  for (const { of, schemas, what } of places) {
    const isNothing = acceptsNothing(intersect([...schemas, ...of.map(({ meaning }) => meaning.schema)]), of);
    const refused = isNothing ? of : atOddsOverDates(of);
    if (refused.length > 0)
      throw new ConfigurationError(
        `${label}: no ${what} passes ${refused.map(decoratorOf).join(' and ')}. Leave one of them out`,
      );
  }
}

/** Some rules judge the `Date` that text becomes; others want the text, or a number. */
function atOddsOverDates(rules: readonly DtoRule[]): DtoRule[] {
  const known = rules.filter(({ isKnown }) => isKnown);
  const ofDates = known.filter(({ code }) => DATE_RULES.has(code));
  const others = known.filter((rule) => !ofDates.includes(rule) && rule.accepts(SOME_DATE, {}) === false);
  return ofDates.length > 0 && others.length > 0 ? [...ofDates, ...others] : [];
}

const SOME_DATE = new Date(0);

const BOUNDS = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const;

function acceptsNothing(schema: JsonSchema, rules: readonly DtoRule[]): boolean {
  if (isDeepStrictEqual(schema['not'], {})) return true;
  const value = (keyword: string, otherwise: number): number =>
    (schema[keyword] as number | undefined) ?? otherwise;
  if (BOUNDS.some(([min, max]) => value(min, -Infinity) > value(max, Infinity))) return true;
  if (isEmptyRange(schema)) return true;
  const known = rules.filter(({ isKnown }) => isKnown);
  if (excludeEachOther(known, value('maxLength', Infinity))) return true;
  const values =
    (schema['enum'] as unknown[] | undefined) ?? known.find(({ meaning }) => meaning.only)?.meaning.only;
  return values?.every((one) => known.some((rule) => rule.accepts(one, {}) === false)) ?? false;
}

function isEmptyRange(schema: JsonSchema): boolean {
  const bound = (keyword: string): number | undefined => schema[keyword] as number | undefined;
  const [over, under] = [bound('exclusiveMinimum'), bound('exclusiveMaximum')];
  const lowest = Math.max(bound('minimum') ?? -Infinity, over ?? -Infinity);
  const highest = Math.min(bound('maximum') ?? Infinity, under ?? Infinity);
  const step = bound('multipleOf') ?? (schema['type'] === 'integer' ? 1 : undefined);
  if (step === undefined) return lowest > highest || (lowest === highest && [over, under].includes(lowest));
  const [first, last] = [Math.ceil(lowest / step), Math.floor(highest / step)];
  return first + (first * step === over ? 1 : 0) > last - (last * step === under ? 1 : 0);
}

function excludeEachOther(rules: readonly DtoRule[], maxLength: number): boolean {
  const limits = rules.flatMap(({ meaning }) => meaning.limits ?? []);
  const earliest = Math.max(...limits.map((one) => one.earliest ?? -Infinity));
  const latest = Math.min(...limits.map((one) => one.latest ?? Infinity));
  return earliest > latest || limits.some(({ shortest = 0 }) => shortest > maxLength);
}
