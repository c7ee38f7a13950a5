import { isDeepStrictEqual } from 'node:util';
import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { ConfigurationError } from '../protocol/index.js';
import { refuseSlowPattern } from './patterns/index.js';
import { descriptionIn } from './describe.decorator.js';
import { readNested } from './dto-nested.js';
import { readPresence } from './dto-presence.js';
import { type DtoRule, toRules, toTypeRule } from './dto-rule.js';
import type { DtoClass, DtoProperty, DtoShape, DtoTag } from './dto-shape.js';
import { NOT_NULL } from './value-rules.js';

type Defaults = Readonly<Record<string, unknown>>;

const DATE_RULES = new Set(['isDate', 'minDate', 'maxDate']);

/** Reads the metadata of an input class, and of the classes in it. */
export class DtoShapeReader {
  private readonly shapes: DtoShape[] = [];

  constructor(private readonly label: string) {}

  /** @throws ConfigurationError for a class that says too little */
  read(dto: DtoClass, tag?: DtoTag): DtoShape {
    const known = this.shapes.find((one) => one.dto === dto && isSameTag(one.tag, tag));
    if (known) return known;
    const properties = new Map<string, DtoProperty>();
    const shape = { dto, properties, tag };
    this.shapes.push(shape);
    const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
    const defaults = [this.instantiate(dto), this.instantiate(dto)] as const;
    for (const name of new Set(metadata.map(({ propertyName }) => propertyName))) {
      const own = metadata.filter(({ propertyName }) => propertyName === name);
      properties.set(name, this.readProperty(dto, name, own, defaults));
    }
    if (properties.size === 0 && !tag)
      throw new ConfigurationError(
        `${this.label}: ${dto.name} has no property with a class-validator decorator, so its input cannot be described`,
      );
    return shape;
  }

  private readProperty(
    dto: DtoClass,
    name: string,
    metadata: readonly ValidationMetadata[],
    [defaults, others]: readonly [Defaults, Defaults],
  ): DtoProperty {
    if (metadata.every((one) => descriptionIn(one)))
      throw new ConfigurationError(
        `${this.label}: ${dto.name}.${name} has no class-validator decorator. Add one, such as @IsString()`,
      );
    for (const pattern of metadata.flatMap(patternsOf))
      refuseSlowPattern(pattern.source, pattern.flags, `${this.label}: ${dto.name}.${name}`);
    const designType: unknown = Reflect.getMetadata('design:type', dto.prototype as object, name);
    const rules = metadata.flatMap(toRules);
    const isNested = metadata.some(({ type }) => type === 'nestedValidation');
    const form = this.formOf(dto, name, designType, isNested, metadata);
    const typeRule =
      form === 'one' && !isNested && rules.every(leavesTypeOpen) ? toTypeRule(name, designType) : undefined;
    const property = {
      name,
      description: metadata.map(descriptionIn).find((description) => description !== undefined),
      rules: typeRule ? [typeRule, ...rules] : rules,
      presence: readPresence(name, metadata),
      form,
      nested: isNested ? readNested(this, dto, name, designType, this.label) : undefined,
      isDate: rules.some(({ code }) => DATE_RULES.has(code)),
      defaultValue: isDeepStrictEqual(defaults[name], others[name]) ? defaults[name] : undefined,
    };
    return { ...property, isRequired: !acceptsAbsence(property, defaults[name]) };
  }

  private formOf(
    dto: DtoClass,
    name: string,
    designType: unknown,
    isNested: boolean,
    metadata: readonly ValidationMetadata[],
  ): DtoProperty['form'] {
    if (designType === Set)
      throw new ConfigurationError(
        `${this.label}: ${dto.name}.${name} is a Set, which JSON does not have. Declare an array with @ArrayUnique()`,
      );
    if (designType === Map) return 'map';
    return metadata.some(({ each }) => each) || (isNested && designType === Array) ? 'list' : 'one';
  }

  private instantiate(dto: DtoClass): Defaults {
    try {
      return new dto() as Defaults;
    } catch (error) {
      throw new ConfigurationError(
        `${this.label}: ${dto.name} cannot be made without arguments (${(error as Error).message})`,
      );
    }
  }
}

/** What `@Matches` was given: a regular expression, or its text and flags. */
function patternsOf({ name, constraints }: ValidationMetadata): RegExp[] {
  if (name !== 'matches') return [];
  const [pattern, flags] = (constraints ?? []) as [RegExp | string, string?];
  return [typeof pattern === 'string' ? new RegExp(pattern, flags) : pattern];
}

function isSameTag(a: DtoTag | undefined, b: DtoTag | undefined): boolean {
  return a?.property === b?.property && a?.value === b?.value && a?.isKept === b?.isKept;
}

function leavesTypeOpen({ meaning: { schema } }: DtoRule): boolean {
  const { type } = schema;
  return (type === undefined || type === NOT_NULL) && !('enum' in schema) && !('const' in schema);
}

/** Custom rules are not asked: they may have effects. What they refuse, the schema leaves to words. */
function acceptsAbsence(property: Omit<DtoProperty, 'isRequired'>, defaultValue: unknown): boolean {
  const { presence, rules, form, nested } = property;
  if (!presence.isExpressible) return true;
  if (defaultValue === undefined) {
    if (presence.allowsUndefined) return true;
    if (form !== 'one' || nested) return false;
  }
  if (nested || form === 'map') return true;
  const object = { [property.name]: defaultValue };
  const values = form === 'list' && Array.isArray(defaultValue) ? (defaultValue as unknown[]) : [];
  return rules
    .filter(({ isKnown }) => isKnown)
    .every((rule) =>
      (rule.each ? values : [defaultValue]).every((value) => rule.accepts(value, object) === true),
    );
}
