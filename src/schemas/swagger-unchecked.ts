import { getMetadataStorage } from 'class-validator';
import { ConfigurationError } from '../protocol/index.js';
import type { DtoShape } from './dto-shape.js';
import { readTransform } from './dto-transform.js';
import type { SchemaDirection } from './schema-direction.js';
import { declaredInSwagger, namesInSwagger, writtenBySwagger } from './swagger-description.js';

interface Unchecked {
  readonly name: string;
  /** Of what `PartialType()` made optional, class-validator takes any value. What it does not know at all, nobody can send. */
  readonly takesAnything: boolean;
  /** Whether its author wrote `@ApiProperty()`; the plugin writes of every property. */
  readonly isDeclared: boolean;
}

/**
 * Looks for properties that @nestjs/swagger describes, and no decorator of class-validator checks, as in a class that was
 * written for an OpenAPI document.
 * @returns remarks on those that its CLI plugin alone describes
 * @throws ConfigurationError for one with `@ApiProperty()`
 */
export function remarkOnUnchecked(shape: DtoShape, direction: SchemaDirection, label: string): string[] {
  const { dto } = shape;
  const unchecked = findUnchecked(shape, direction);
  const refused = unchecked.find(({ isDeclared }) => isDeclared);
  const mend = `such as @IsString(); or class-transformer's @Exclude() where clients do not ${direction === 'input' ? 'send' : 'get'} it`;
  if (refused)
    throw new ConfigurationError(
      `${label}: ${dto.name}.${refused.name} has no class-validator decorator. Add one, ${mend}`,
    );
  const namesOf = (takesAnything: boolean): string =>
    unchecked
      .filter((one) => one.takesAnything === takesAnything)
      .map(({ name }) => name)
      .join(', ');
  return [
    { names: namesOf(false), what: 'clients neither see nor send it' },
    { names: namesOf(true), what: 'it takes any value' },
  ]
    .filter(({ names }) => names !== '')
    .map(
      ({ names, what }) =>
        `${label}: ${dto.name} has properties without a class-validator decorator: ${names}. Without one ${what}. Add one, ${mend}`,
    );
}

function findUnchecked({ dto, tag }: DtoShape, direction: SchemaDirection): Unchecked[] {
  const prototype = dto.prototype as object;
  const written = writtenBySwagger(dto);
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const names = new Set([...namesInSwagger(prototype), ...Object.keys(written)]);
  return [...names].flatMap((name) => {
    const own = metadata.filter(({ propertyName }) => propertyName === name);
    // Mapped types hand on what was declared, and no types.
    const isTyped = Reflect.hasMetadata('design:type', prototype, name);
    const takesAnything =
      !isTyped && own.length > 0 && own.every(({ type }) => type === 'conditionalValidation');
    const declared = declaredInSwagger(prototype, name);
    const isOneWay = direction === 'input' ? declared?.readOnly : declared?.writeOnly;
    const isHidden =
      (isOneWay && own.length === 0) ||
      name === tag?.property ||
      readTransform(dto, name, direction).isExcluded;
    if (isHidden || (own.length > 0 && !takesAnything)) return [];
    const isWritten = Object.hasOwn(written, name);
    const isDeclared = declared !== undefined && (isTyped || (!isWritten && own.length < 2));
    return [{ name, takesAnything, isDeclared }];
  });
}
