import type { ObjectSchema, JsonSchema } from '../protocol/index.js';
import { PropertySchema } from './dto-property-schema.js';
import type { DtoProperty, DtoShape, DtoUnion } from './dto-shape.js';
import type { SchemaDirection } from './schema-direction.js';

export interface DtoSchema {
  readonly schema: ObjectSchema;
  readonly inWords: readonly string[];
}

/** The JSON Schema of a class: what its decorators accept of clients, or what they get of its instances. */
export function toJsonSchema(root: DtoShape, direction: SchemaDirection): DtoSchema {
  return new SchemaWriter(root, direction).write();
}

/** Classes that are used once are written in place; others, and those that contain themselves, into `$defs`. */
class SchemaWriter {
  private readonly uses = new Map<DtoShape, number>();
  private readonly names = new Map<DtoShape, string>();
  private readonly definitions: Record<string, JsonSchema> = {};
  private readonly inWords = new Set<string>();

  constructor(
    private readonly root: DtoShape,
    private readonly direction: SchemaDirection,
  ) {
    this.count(root);
  }

  write(): DtoSchema {
    const schema = this.toObject(this.root);
    const hasDefinitions = Object.keys(this.definitions).length > 0;
    return {
      schema: { ...schema, ...(hasDefinitions && { $defs: this.definitions }) },
      inWords: [...this.inWords],
    };
  }

  private count(shape: DtoShape): void {
    const uses = (this.uses.get(shape) ?? 0) + 1;
    this.uses.set(shape, uses);
    if (uses > 1) return;
    for (const property of shownOf(shape))
      for (const one of writtenNestedOf(property)?.shapes ?? []) this.count(one);
  }

  private toObject(shape: DtoShape): ObjectSchema {
    const { dto, tag } = shape;
    const shown = shownOf(shape);
    const schemas = new Map<string, JsonSchema>();
    for (const property of shown) {
      const union = writtenNestedOf(property);
      const written = new PropertySchema(property, union && this.toUnion(union), this.direction);
      for (const decorator of written.inWords)
        this.inWords.add(`${dto.name}.${property.name} (${decorator})`);
      schemas.set(property.transform.clientName, written.schema);
    }
    if (tag) schemas.set(tag.property, { ...schemas.get(tag.property), type: 'string', enum: [tag.value] });
    const names = shown
      .filter(({ isRequired, transform }) => isRequired && !transform.isGrouped)
      .map(({ transform }) => transform.clientName);
    const required = [...new Set(tag ? [tag.property, ...names] : names)];
    return {
      type: 'object',
      properties: Object.fromEntries(schemas),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    };
  }

  private toUnion({ shapes }: DtoUnion): JsonSchema {
    const schemas = shapes.map((shape) => this.toReference(shape));
    return schemas.length === 1 ? schemas[0]! : { oneOf: schemas };
  }

  private toReference(shape: DtoShape): JsonSchema {
    if (shape === this.root) return { $ref: '#' };
    if (this.uses.get(shape) === 1) return this.toObject(shape);
    const known = this.names.get(shape);
    if (known) return { $ref: `#/$defs/${known}` };
    const name = this.freeName(shape);
    this.names.set(shape, name);
    this.definitions[name] = this.toObject(shape);
    return { $ref: `#/$defs/${name}` };
  }

  /** Two classes may have one name. */
  private freeName({ dto }: DtoShape): string {
    const name = dto.name.replaceAll(/\W/g, '_') || 'Input';
    const taken = new Set(this.names.values());
    let number = 1;
    while (taken.has(number === 1 ? name : name + number)) number += 1;
    return number === 1 ? name : name + number;
  }
}

function shownOf({ properties }: DtoShape): DtoProperty[] {
  return [...properties.values()].filter(({ transform }) => !transform.isExcluded);
}

/** Not of a property whose schema `@Describe()` declares. */
function writtenNestedOf({ nested, sent }: DtoProperty): DtoUnion | undefined {
  return sent ? undefined : nested;
}
