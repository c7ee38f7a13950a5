import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage as storage } from 'class-transformer/cjs/storage.js';
import { ConfigurationError } from '../protocol/index.js';
import type { DtoClass, DtoShape } from './dto-shape.js';
import { readTransform } from './dto-transform.js';

const { CLASS_TO_PLAIN } = TransformationType;

/** Whether `@Expose()` or `@Exclude()` decide what is sent of an instance, also where they stand on what has no rules. */
export function choosesSent(dto: DtoClass): boolean {
  return (
    storage.getStrategy(dto) === 'excludeAll' ||
    storage.getExposedProperties(dto, CLASS_TO_PLAIN).length > 0 ||
    storage.getExcludedProperties(dto, CLASS_TO_PLAIN).length > 0
  );
}

/**
 * Refuses a property that `@Expose()` sends, and no rule describes: every result would have one property too many.
 * @throws ConfigurationError
 */
export function refuseUndescribed({ dto, properties, tag }: DtoShape, label: string): void {
  for (const name of storage.getExposedProperties(dto, CLASS_TO_PLAIN)) {
    const { isExcluded, isGrouped } = readTransform(dto, name, 'output');
    if (isExcluded || isGrouped || properties.has(name) || name === tag?.property) continue;
    throw new ConfigurationError(
      `${label}: ${dto.name}.${name} has @Expose(), but no class-validator decorator. Add one, such as @IsString()`,
    );
  }
}
