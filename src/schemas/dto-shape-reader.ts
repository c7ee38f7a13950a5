import { getMetadataStorage } from 'class-validator';
import { ConfigurationError } from '../protocol/index.js';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { refuseContradictions } from './dto-contradictions.js';
import { type Defaults, DtoPropertyReader } from './dto-property-reader.js';
import { decoratorOf, toRules } from './dto-rule.js';
import type { DtoClass, DtoProperty, DtoShape, DtoTag } from './dto-shape.js';
import { isTransforming } from './dto-transform.js';
import { refuseEndless } from './endless-class.js';
import type { SchemaDirection } from './schema-direction.js';
import { choosesSent, refuseUndescribed } from './sent-class.js';
import { remarkOnUnchecked } from './swagger-unchecked.js';

interface GrowingShape extends DtoShape {
  readonly properties: Map<string, DtoProperty>;
  readonly clientNames: Set<string>;
  isTransforming: boolean;
}

/** Reads the metadata of an input or output class, and of the classes in it. */
export class DtoShapeReader {
  /** What works, but hardly as it is meant. */
  readonly remarks: string[] = [];
  private readonly shapes: GrowingShape[] = [];

  /** @param label names the tool in messages: `CalculatorTools.add` */
  constructor(
    private readonly label: string,
    readonly direction: SchemaDirection,
  ) {}

  /** Those that were read. */
  get classes(): DtoClass[] {
    return this.shapes.map(({ dto }) => dto);
  }

  /** Whether class-transformer has a part in any class that was read. */
  get isTransforming(): boolean {
    return this.shapes.some((shape) => shape.isTransforming);
  }

  /** @throws ConfigurationError for a class that says too little, or contradicts itself */
  read(dto: DtoClass, tag?: DtoTag): DtoShape {
    const known = this.shapes.find((one) => one.dto === dto && isSameTag(one.tag, tag));
    if (known) return known;
    const clientNames = new Set(tag ? [tag.property] : []);
    const shape: GrowingShape = { dto, properties: new Map(), clientNames, tag, isTransforming: false };
    this.shapes.push(shape);
    const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
    const reader = new DtoPropertyReader(this, dto, this.instantiate(dto), this.instantiate(dto), this.label);
    for (const name of new Set(metadata.map(({ propertyName }) => propertyName))) {
      const own = metadata.filter(({ propertyName }) => propertyName === name);
      this.add(shape, reader.read(name, own));
    }
    this.remarks.push(...reader.remarks, ...this.lostRules(dto, metadata));
    if (shape.properties.size === 0 && !tag)
      throw new ConfigurationError(
        `${this.label}: ${dto.name} has no property with a class-validator decorator, so its ${this.direction} cannot be described. Add one to each property, such as @IsString()`,
      );
    this.remarks.push(...remarkOnUnchecked(shape, this.direction, this.label));
    if (this.direction === 'output') this.readSent(shape);
    if (shape === this.shapes[0]) refuseEndless(this.shapes, this.label);
    return shape;
  }

  private readSent(shape: GrowingShape): void {
    refuseUndescribed(shape, this.label);
    if (choosesSent(shape.dto)) shape.isTransforming = true;
  }

  /** class-validator drops the rules that a parent class gives a property which a class decorates anew. */
  private lostRules(dto: DtoClass, metadata: readonly ValidationMetadata[]): string[] {
    const parent = Object.getPrototypeOf(dto) as DtoClass;
    const inherited = getMetadataStorage().getTargetValidationMetadatas(parent, '', false, false);
    const lost = inherited
      .filter(({ constraintCls }) => constraintCls)
      .filter((one) => !metadata.includes(one));
    const names = new Set(lost.map(({ propertyName }) => propertyName));
    return [...names].flatMap((name) => {
      const [given, own] = [lost, metadata].map((some) => rulesOf(some, name));
      const rules = given!.filter((rule) => !own!.includes(rule));
      return rules.length === 0
        ? []
        : `${this.label}: ${dto.name}.${name} loses ${[...new Set(rules)].join(' and ')} of ${parent.name}, since it is decorated anew. Write all its rules`;
    });
  }

  private add(shape: GrowingShape, property: DtoProperty): void {
    const { name, transform } = property;
    refuseContradictions(property);
    shape.properties.set(name, property);
    if (isTransforming(transform, name)) shape.isTransforming = true;
    if (transform.isExcluded) return;
    if (shape.clientNames.has(transform.clientName) && transform.clientName !== shape.tag?.property)
      throw new ConfigurationError(
        `${this.label}: two properties of ${shape.dto.name} are sent as "${transform.clientName}". Give one another name in @Expose()`,
      );
    shape.clientNames.add(transform.clientName);
  }

  private instantiate(dto: DtoClass): Defaults {
    try {
      const instance = new dto() as Defaults;
      // A getter of a result counts on what a new instance lacks.
      return this.direction === 'output' ? { ...instance } : instance;
    } catch (error) {
      throw new ConfigurationError(
        `${this.label}: ${dto.name} cannot be made without arguments (${(error as Error).message}). Give its parameters defaults`,
      );
    }
  }
}

/** `@IsString` of a property, as often as it is written. */
function rulesOf(metadata: readonly ValidationMetadata[], name: string): string[] {
  return metadata
    .filter(({ propertyName, constraintCls }) => propertyName === name && constraintCls)
    .flatMap(toRules)
    .map(decoratorOf);
}

function isSameTag(a: DtoTag | undefined, b: DtoTag | undefined): boolean {
  return a?.property === b?.property && a?.value === b?.value && a?.isKept === b?.isKept;
}
