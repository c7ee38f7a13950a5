import { isDeepStrictEqual } from 'node:util';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { ConfigurationError } from '../protocol/index.js';
import { toTypeRule } from './declared-type.js';
import { DeclaredSchema } from './declared-schema.js';
import { type Description, descriptionIn } from './describe.decorator.js';
import { type DeclaredProperty, refuseMisdeclared, remarkOn } from './dto-misdeclarations.js';
import { readNested, type ShapeReader } from './dto-nested.js';
import { readPresence } from './dto-presence.js';
import { type DtoRule, toRules } from './dto-rule.js';
import type { DtoClass, DtoProperty } from './dto-shape.js';
import { type DtoTransform, isTransformed, readTransform } from './dto-transform.js';
import { refuseSlowPattern } from './patterns/index.js';
import { describedBySwagger } from './swagger-description.js';
import { toTypeCheck } from './type-check.js';
import { acceptsNull } from './schema-intersection.js';
import { DATE_RULES } from './value-rules.js';

export type Defaults = Readonly<Record<string, unknown>>;

/** Reads the metadata of one property after another of an input class. */
export class DtoPropertyReader {
  /** What works, but hardly as it is meant. */
  readonly remarks: string[] = [];

  /**
   * @param defaults a new instance
   * @param others another one: what differs is made anew each time
   */
  constructor(
    private readonly shapes: ShapeReader,
    private readonly dto: DtoClass,
    private readonly defaults: Defaults,
    private readonly others: Defaults,
    private readonly label: string,
  ) {}

  /** @throws ConfigurationError for one that says too little, or contradicts what TypeScript wrote down */
  read(name: string, metadata: readonly ValidationMetadata[]): DtoProperty {
    const declared = this.readDeclared(name, metadata);
    const { rules, form, isNested, designType, transform } = declared;
    const [ownRules, memberRules] = [rules.filter(({ each }) => !each), rules.filter(({ each }) => each)];
    const description = this.describe(name, metadata);
    const sent = this.readSent(name, description, transform);
    const property = {
      name,
      label: this.labelOf(name),
      description,
      sent,
      rules,
      ownRules,
      memberRules,
      typeCheck: toTypeCheck(ownRules, description?.nullable),
      memberTypeCheck: toTypeCheck(memberRules),
      presence: readPresence(name, metadata),
      transform,
      form,
      nested: isNested ? readNested(this.shapes, this.dto, name, designType, this.label) : undefined,
      isDate: rules.some(({ code }) => DATE_RULES.has(code)),
      defaultValue: isConstant(this.defaults[name], this.others[name]) ? this.defaults[name] : undefined,
    };
    const isRequired = !transform.isExcluded && !acceptsAbsence(property, this.defaults[name]);
    const nullMeans = meaningOfNull({ ...property, isRequired });
    return { ...property, isRequired, nullMeans, takesUndefined: takes(property, undefined) };
  }

  private readDeclared(name: string, metadata: readonly ValidationMetadata[]): DeclaredProperty {
    const label = this.labelOf(name);
    if (metadata.every((one) => descriptionIn(one)))
      throw new ConfigurationError(`${label} has no class-validator decorator. Add one, such as @IsString()`);
    for (const pattern of metadata.flatMap(patternsOf))
      refuseSlowPattern(pattern.source, pattern.flags, label);
    const designType: unknown = Reflect.getMetadata('design:type', this.dto.prototype as object, name);
    const isNested = metadata.some(({ type }) => type === 'nestedValidation');
    const written = metadata.flatMap(toRules);
    const form = formOf(designType, isNested, metadata);
    const isTypeOpen = form === 'one' && !isNested && written.every(leavesTypeOpen);
    const typeRule = isTypeOpen ? toTypeRule(designType) : undefined;
    const rules = typeRule ? [typeRule, ...written] : written;
    const transform = readTransform(this.dto, name, this.shapes.direction);
    const declared = { designType, form, isNested, isTypeOpen, metadata, rules, transform };
    refuseMisdeclared(declared, label);
    const remark = remarkOn(this.dto, name, declared);
    if (remark) this.remarks.push(`${label} ${remark}`);
    return declared;
  }

  private readSent(
    name: string,
    description: Description | undefined,
    { functions }: DtoTransform,
  ): DeclaredSchema | undefined {
    const label = this.labelOf(name);
    if (description?.schema === undefined) return undefined;
    if (functions.length > 0) return new DeclaredSchema(description.schema, label);
    if (isTransformed(this.dto, name)) return undefined;
    throw new ConfigurationError(
      `${label} has a schema in @Describe(), and no @Transform() that reads what it says. Leave the schema out, or add the transform`,
    );
  }

  private labelOf(name: string): string {
    return `${this.label}: ${this.dto.name}.${name}`;
  }

  private describe(name: string, metadata: readonly ValidationMetadata[]): Description | undefined {
    const described = metadata.map(descriptionIn).find((description) => description !== undefined);
    const swagger = describedBySwagger(this.dto, this.dto.prototype as object, name);
    return described || swagger ? { ...swagger, ...described } : undefined;
  }
}

/** What is equal in two instances may be the time when both were made. */
function isConstant(value: unknown, other: unknown): boolean {
  const isTime = value instanceof Date || typeof value === 'number' || typeof value === 'string';
  const isNow = isTime && Math.abs(Date.now() - new Date(value).valueOf()) < JUST_NOW_MS;
  return isDeepStrictEqual(value, other) && !isNow;
}

const JUST_NOW_MS = 1_000;

function formOf(
  designType: unknown,
  isNested: boolean,
  metadata: readonly ValidationMetadata[],
): DtoProperty['form'] {
  if (designType === Map) return 'map';
  return metadata.some(({ each }) => each) || (isNested && designType === Array) ? 'list' : 'one';
}

/** What `@Matches` was given: a regular expression, or its text and flags. */
function patternsOf({ name, constraints }: ValidationMetadata): RegExp[] {
  if (name !== 'matches') return [];
  const [pattern, flags] = (constraints ?? []) as [RegExp | string, string?];
  return [typeof pattern === 'string' ? new RegExp(pattern, flags) : pattern];
}

/** One of several types counts as open too: `@IsLatitude()` takes a number and text. */
function leavesTypeOpen({ meaning: { schema } }: DtoRule): boolean {
  const { type } = schema;
  return (
    (type === undefined || Array.isArray(type)) &&
    !['enum', 'const', 'anyOf'].some((keyword) => keyword in schema)
  );
}

type Absent = Pick<DtoProperty, 'name' | 'presence' | 'rules' | 'form' | 'nested'>;

/** Custom rules are not asked: they may have effects. What they refuse, the schema leaves to words. */
function acceptsAbsence(property: Absent, defaultValue: unknown): boolean {
  const { presence, form, nested } = property;
  if (!presence.isExpressible) return true;
  if (defaultValue === undefined) return presence.allowsUndefined || takes(property, undefined);
  if (defaultValue === null && presence.allowsNull) return true;
  return nested !== undefined || form === 'map' || takes(property, defaultValue);
}

function takes({ name, rules, form, nested }: Absent, value: unknown): boolean {
  if (value === undefined && (form !== 'one' || nested)) return false;
  const object = { [name]: value };
  const members = form === 'list' && Array.isArray(value) ? (value as unknown[]) : [];
  return rules
    .filter(({ isKnown }) => isKnown)
    .every((rule) => (rule.each ? members : [value]).every((one) => rule.accepts(one, object) === true));
}

function meaningOfNull(
  property: Absent & { readonly isRequired: boolean; readonly description: Description | undefined },
): DtoProperty['nullMeans'] {
  const { presence, description, isRequired } = property;
  if (description?.nullable || presence.wantsNull) return 'a value';
  if (listsNull(property)) return 'any value';
  const isOptional = presence.allowsNull && presence.allowsUndefined;
  if (isOptional) return 'absence';
  return isRequired || (property.form === 'one' && !property.nested && takes(property, null))
    ? 'any value'
    : 'absence';
}

/** `@IsIn(['a', null])` */
function listsNull(property: Absent): boolean {
  const isListed = property.rules.some(({ each, meaning }) => !each && acceptsNull(meaning.schema));
  return isListed && property.form === 'one' && takes(property, null);
}
