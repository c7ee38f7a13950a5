import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { ConfigurationError } from '../protocol/index.js';
import { type DtoClass, type DtoShape, type DtoTag, DtoUnion } from './dto-shape.js';
import type { SchemaDirection } from './schema-direction.js';

export interface ShapeReader {
  readonly direction: SchemaDirection;
  read(dto: DtoClass, tag?: DtoTag): DtoShape;
}

/** The class of a `@ValidateNested()` property: from `@Type()`, or what TypeScript wrote down. */
export function readNested(
  reader: ShapeReader,
  dto: DtoClass,
  name: string,
  designType: unknown,
  label: string,
): DtoUnion {
  const declared = defaultMetadataStorage.findTypeMetadata(dto, name);
  const { discriminator, keepDiscriminatorProperty: isKept = false } = declared?.options ?? {};
  if (discriminator) {
    const { property, subTypes } = discriminator;
    if (subTypes.length === 0)
      throw new ConfigurationError(
        `${label}: the discriminator of ${dto.name}.${name} has no subTypes, so it takes no value. Add one for each class: { name: 'card', value: Card }`,
      );
    const shapes = subTypes.map(({ name: value, value: subType }) =>
      reader.read(subType as DtoClass, { property, value, isKept }),
    );
    return new DtoUnion(shapes, property);
  }
  const nested: unknown = declared?.typeFunction() ?? designType;
  if (typeof nested === 'function' && !NO_DTO.has(nested))
    return new DtoUnion([reader.read(nested as DtoClass)], undefined);
  throw new ConfigurationError(
    `${label}: the class of ${dto.name}.${name} is unknown at run time. Add @Type(() => TheClass)`,
  );
}

const NO_DTO = new Set<unknown>([Object, Array, Map, String, Number, Boolean, Date]);
