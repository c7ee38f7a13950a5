import type { Params } from '../protocol/index.js';
import type { Description } from './describe.decorator.js';
import type { DtoPresence } from './dto-presence.js';
import type { DtoRule } from './dto-rule.js';

export type DtoClass = new () => object;

/** What the decorators of an input class say, read once at boot. A class that contains itself has one shape. */
export interface DtoShape {
  readonly dto: DtoClass;
  readonly properties: ReadonlyMap<string, DtoProperty>;
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
  readonly description: Description | undefined;
  readonly rules: readonly DtoRule[];
  readonly presence: DtoPresence;
  /** `list`: an array of members; `map`: an object, which the method gets as a `Map`. */
  readonly form: 'one' | 'list' | 'map';
  /** What a `@ValidateNested()` property, or each of its members, may be. */
  readonly nested: DtoUnion | undefined;
  /** Text becomes a `Date`. */
  readonly isDate: boolean;
  /** What every new instance has there. */
  readonly defaultValue: unknown;
  readonly isRequired: boolean;
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
