import { getMetadataStorage } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { ConfigurationError } from '../protocol/index.js';
import { descriptionsOf } from './describe.decorator.js';

export type DtoClass = new () => object;

/** One property of an input class, as its decorators declare it. */
export interface DtoProperty {
  readonly name: string;
  readonly description: string | undefined;
  readonly rules: readonly ValidationMetadata[];
  readonly isOptional: boolean;
  /** What a new instance has there. */
  readonly defaultValue: unknown;
  /** The type TypeScript wrote down: `String`, `Array`, a class, or `Object` for what it cannot say. */
  readonly designType: unknown;
  /** The shape of a `@ValidateNested()` property, or of each of its members. */
  readonly nested: DtoShape | undefined;
}

/** What the decorators of an input class say, read once at boot. */
export interface DtoShape {
  readonly dto: DtoClass;
  readonly properties: ReadonlyMap<string, DtoProperty>;
}

/** @throws ConfigurationError for a class that says too little, or that contains itself */
export function readShape(dto: DtoClass, label: string, path: readonly DtoClass[] = []): DtoShape {
  if (path.includes(dto))
    throw new ConfigurationError(`${label}: ${dto.name} contains itself, which cannot be described`);
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const properties = new Map<string, DtoProperty>();
  for (const name of new Set(rules.map((rule) => rule.propertyName)))
    properties.set(name, readProperty(dto, name, rules, label, [...path, dto]));
  const undecided = Object.keys(descriptionsOf(dto.prototype as object)).find(
    (name) => !properties.has(name),
  );
  if (undecided)
    throw new ConfigurationError(
      `${label}: ${dto.name}.${undecided} has no class-validator decorator. Add one, such as @IsString()`,
    );
  if (properties.size === 0)
    throw new ConfigurationError(
      `${label}: ${dto.name} has no property with a class-validator decorator, so its input cannot be described`,
    );
  return { dto, properties };
}

function readProperty(
  dto: DtoClass,
  name: string,
  rulesOfDto: readonly ValidationMetadata[],
  label: string,
  path: readonly DtoClass[],
): DtoProperty {
  const rules = rulesOfDto.filter((rule) => rule.propertyName === name);
  const prototype = dto.prototype as object;
  const designType: unknown = Reflect.getMetadata('design:type', prototype, name);
  const defaultValue = (new dto() as Record<string, unknown>)[name];
  const isNested = rules.some((rule) => rule.type === 'nestedValidation');
  return {
    name,
    description: descriptionsOf(prototype)[name],
    rules,
    isOptional: defaultValue !== undefined || rules.some((rule) => rule.type === 'conditionalValidation'),
    defaultValue,
    designType,
    nested: isNested ? readShape(nestedClass(dto, name, designType, label), label, path) : undefined,
  };
}

function nestedClass(dto: DtoClass, name: string, designType: unknown, label: string): DtoClass {
  const declared = defaultMetadataStorage.findTypeMetadata(dto, name)?.typeFunction() as unknown;
  const nested = declared ?? designType;
  if (typeof nested === 'function' && nested !== Object && nested !== Array) return nested as DtoClass;
  throw new ConfigurationError(
    `${label}: the class of ${dto.name}.${name} is unknown at run time. Add @Type(() => TheClass)`,
  );
}
