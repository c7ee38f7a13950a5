import type { Params } from '../protocol/index.js';
import type { DeclaredSchema } from './declared-schema.js';
import type { Description } from './describe.decorator.js';
import type { DtoPresence } from './dto-presence.js';
import type { DtoRule } from './dto-rule.js';
import type { DtoTransform } from './dto-transform.js';
import type { TypeCheck } from './type-check.js';

export type DtoClass = new () => object;

/** What the decorators of an input or output class say, read once at boot. A class that contains itself has one shape. */
export interface DtoShape {
  readonly dto: DtoClass;
  readonly properties: ReadonlyMap<string, DtoProperty>;
  /** What clients may send, or get: the names of its properties, as they are exposed, and its tag's. */
  readonly clientNames: ReadonlySet<string>;
  /** Whether class-transformer has a part in this class itself; those of its properties are not asked. */
  readonly isTransforming: boolean;
  /** Which member of a union this is. */
  readonly tag: DtoTag | undefined;
}

export interface DtoTag {
  readonly property: string;
  readonly value: string;
  /** Whether the instance keeps the property although its class does not declare it. */
  readonly isKept: boolean;
}

/** One property of an input class, as its decorators declare it. */
export interface DtoProperty {
  readonly name: string;
  /** How messages name it: `CatalogTools.find: Search.page`. */
  readonly label: string;
  readonly description: Description | undefined;
  /** What clients send, where `@Transform()` makes something else of it. */
  readonly sent: DeclaredSchema | undefined;
  readonly rules: readonly DtoRule[];
  /** Those of the rules that judge the value itself, and those that judge each member of it. */
  readonly ownRules: readonly DtoRule[];
  readonly memberRules: readonly DtoRule[];
  /** What is asked before the rules, of the value and of each member of it. */
  readonly typeCheck: TypeCheck | undefined;
  readonly memberTypeCheck: TypeCheck | undefined;
  readonly presence: DtoPresence;
  /** What `null` means: an absent property, a value that the method gets, or one like any other, which the rules judge. */
  readonly nullMeans: 'absence' | 'a value' | 'any value';
  readonly transform: DtoTransform;
  /** `list`: an array of members; `map`: an object, which the method gets as a `Map`. */
  readonly form: 'one' | 'list' | 'map';
  /** What a `@ValidateNested()` property, or each of its members, may be. */
  readonly nested: DtoUnion | undefined;
  /** Text becomes a `Date`. */
  readonly isDate: boolean;
  /** What every new instance has there. */
  readonly defaultValue: unknown;
  /** Whether a client must send it. */
  readonly isRequired: boolean;
  /** Whether the rules take `undefined`, if they apply. */
  readonly takesUndefined: boolean;
}

/** One shape, or several told apart by a property. */
export class DtoUnion {
  constructor(
    readonly shapes: readonly DtoShape[],
    /** The property that tells them apart. */
    readonly discriminator: string | undefined,
  ) {}

  findShape(source: Params): DtoShape | undefined {
    if (this.discriminator === undefined) return this.shapes[0];
    const value = source[this.discriminator];
    return this.shapes.find(({ tag }) => tag?.value === value);
  }

  /** For an instance that a class has as its default. */
  findByClass(instance: object): DtoShape | undefined {
    return this.shapes.find(({ dto }) => instance instanceof dto);
  }
}
