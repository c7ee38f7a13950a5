import { HttpException } from '@nestjs/common';
import { isRecord, type Params } from '../protocol/index.js';
import { tellAuthor } from './author-mistake.js';
import { isLeftOut, MAX_DEPTH, toForm } from './dto-instance.js';
import type { DtoProperty, DtoShape } from './dto-shape.js';
import { convertExactly } from './dto-transform.js';
import { textOfException } from './http-exception-text.js';
import { ENOUGH_ISSUES } from './input.js';
import { PromiseGiven, runTransforms } from './run-transforms.js';

/** What is known of an instance besides what it holds. */
export interface InstanceOrigin {
  /** The JSON it was made of; nothing where `@Describe()` declares another schema than that of its class. */
  readonly json: Params | undefined;
  /** Of properties that could not be made, by their names. */
  readonly failures: ReadonlyMap<string, TransformFailure>;
}

export interface TransformFailure {
  readonly message: string;
  /** What the client sent. */
  readonly json: unknown;
  /** The same as it would be without a transform, but for nested classes. */
  readonly value: unknown;
}

/** Said of what a client may have sent rightly: what is wrong with it is for the log. */
export const CANNOT_BE_READ = 'cannot be read';

/**
 * An instance as `plainToInstance()` of class-transformer makes it, of a class with `@Transform()`, `@Expose()`,
 * `@Exclude()`, or `@Type()` of a primitive. It differs where class-transformer would lose something: `@Type()` converts
 * only what converts exactly, keys of JSON never reach a prototype, and JSON that a transform gives becomes what is declared.
 * What the schema of `@Describe()` refuses reaches no transform.
 */
export class TransformedInstance {
  readonly instance: Record<string, unknown>;
  private readonly origins = new Map<object, InstanceOrigin>();
  private failureCount = 0;

  /** @param source has no unknown names */
  constructor(shape: DtoShape, source: Params) {
    this.instance = this.make(shape, source, 0);
  }

  /** @returns nothing for an instance that a transform, or a default, made */
  findOrigin(instance: object): InstanceOrigin | undefined {
    return this.origins.get(instance);
  }

  private make(shape: DtoShape, json: Params, depth: number, isOfClass = true): Record<string, unknown> {
    const instance = new shape.dto() as Record<string, unknown>;
    const failures = new Map<string, TransformFailure>();
    this.origins.set(instance, { json: isOfClass ? json : undefined, failures });
    for (const property of shape.properties.values()) {
      if (property.transform.isExcluded || this.failureCount >= ENOUGH_ISSUES) continue;
      const failure = this.assign(instance, property, json, depth);
      if (!failure) continue;
      failures.set(property.name, failure);
      this.failureCount += 1;
    }
    if (shape.tag?.isKept) instance[shape.tag.property] = shape.tag.value;
    return instance;
  }

  private assign(
    instance: Record<string, unknown>,
    property: DtoProperty,
    source: Params,
    depth: number,
  ): TransformFailure | undefined {
    const { transform } = property;
    const { clientName } = transform;
    const json = Object.hasOwn(source, clientName) ? source[clientName] : undefined;
    const isAbsent = isLeftOut(property, json);
    if (isAbsent && !transform.runsOnAbsence) return undefined;
    if (!isAbsent && !isAsDeclared(property, json)) return { message: CANNOT_BE_READ, json, value: json };
    const value = isAbsent ? undefined : this.read(property, json, depth);
    try {
      const made = this.adopt(property, runTransforms(property, value, source), depth);
      if (made !== undefined) instance[property.name] = made;
      return undefined;
    } catch (error) {
      if (error instanceof PromiseGiven) tellAuthor(property, error.message);
      return {
        message: messageOf(error),
        json,
        value: toForm(property, json, (one) => convert(property, one)),
      };
    }
  }

  /** What a transform gets: JSON, or what `@Type()` makes of it. */
  private read(property: DtoProperty, json: unknown, depth: number): unknown {
    const { functions, isTyped } = property.transform;
    if (functions.length > 0 && !isTyped) return json;
    return toForm(property, json, (member) => this.toMember(property, member, depth, !property.sent));
  }

  /** A transform may leave JSON as it is, or give what `JSON.parse()` gave it. */
  private adopt(property: DtoProperty, made: unknown, depth: number): unknown {
    const { nested, isDate, form, transform } = property;
    const isOfParts = nested !== undefined || isDate;
    if (transform.functions.length === 0 || depth >= MAX_DEPTH) return made;
    const toMember = (member: unknown): unknown =>
      isRecord(member) && !isPlainObject(member) ? member : this.toMember(property, member, depth, true);
    if (made instanceof Map)
      return form === 'map' && isOfParts
        ? new Map([...(made as Map<unknown, unknown>)].map(([key, member]) => [key, toMember(member)]))
        : made;
    const isJson = form === 'map' ? isPlainObject(made) : isOfParts;
    return isJson ? toForm(property, made, toMember) : made;
  }

  private toMember(property: DtoProperty, member: unknown, depth: number, isOfClass: boolean): unknown {
    const shape = depth < MAX_DEPTH && isRecord(member) ? property.nested?.findShape(member) : undefined;
    return shape ? this.make(shape, member as Params, depth + 1, isOfClass) : convert(property, member);
  }
}

function isAsDeclared({ sent, nullMeans }: DtoProperty, json: unknown): boolean {
  return !sent || (json === null && nullMeans === 'a value') || sent.accepts(json);
}

function convert({ isDate, transform: { convertsTo } }: DtoProperty, member: unknown): unknown {
  if (convertsTo) return convertExactly(convertsTo, member);
  return isDate && typeof member === 'string' ? new Date(member) : member;
}

function isPlainObject(value: unknown): value is Params {
  return isRecord(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);
}

/** What any other error says may be meant for the log alone. */
function messageOf(error: unknown): string {
  return error instanceof HttpException ? textOfException(error) : CANNOT_BE_READ;
}
