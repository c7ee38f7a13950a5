import { HttpException } from '@nestjs/common';
import { TransformationType } from 'class-transformer';
import type { Params } from '../protocol/index.js';
import { isLeftOut, isRecord, MAX_DEPTH, toForm } from './dto-instance.js';
import type { DtoProperty, DtoShape } from './dto-shape.js';
import { convertExactly } from './dto-transform.js';
import { textOfException } from './http-exception-text.js';
import { ENOUGH_ISSUES } from './input.js';

/** What is known of an instance besides what it holds. */
export interface InstanceOrigin {
  /** The JSON it was made of; nothing where `@Describe()` declares another schema than that of its class. */
  readonly json: Params | undefined;
  /** Of properties whose transform threw, by their names. */
  readonly failures: ReadonlyMap<string, TransformFailure>;
}

export interface TransformFailure {
  readonly message: string;
  /** What the client sent. */
  readonly json: unknown;
  /** The same, as the first transform got it. */
  readonly value: unknown;
}

/**
 * An instance as `plainToInstance()` of class-transformer makes it, of a class with `@Transform()`, `@Expose()`,
 * `@Exclude()`, or `@Type()` of a primitive. It differs where class-transformer would lose something: `@Type()` converts
 * only what converts exactly, keys of JSON never reach a prototype, and the JSON of a nested class that a transform gives
 * becomes an instance.
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
    const { clientName, runsOnAbsence } = property.transform;
    const json = Object.hasOwn(source, clientName) ? source[clientName] : undefined;
    const isAbsent = isLeftOut(property, json);
    if (isAbsent && !runsOnAbsence) return undefined;
    const value = isAbsent ? undefined : this.read(property, json, depth);
    try {
      const made = this.adopt(property, transform(property, value, source), depth);
      if (made !== undefined) instance[property.name] = made;
      return undefined;
    } catch (error) {
      return { message: messageOf(error), json, value };
    }
  }

  private read(property: DtoProperty, json: unknown, depth: number): unknown {
    const {
      nested,
      isDate,
      sent,
      transform: { convertsTo },
    } = property;
    return toForm(property, json, (member) => {
      if (convertsTo) return convertExactly(convertsTo, member);
      if (isDate && typeof member === 'string') return new Date(member);
      const shape = nested && depth < MAX_DEPTH && isRecord(member) ? nested.findShape(member) : undefined;
      return shape ? this.make(shape, member as Params, depth + 1, !sent) : member;
    });
  }

  /** A transform may give what `JSON.parse()` gave it. */
  private adopt(property: DtoProperty, value: unknown, depth: number): unknown {
    const {
      nested,
      form,
      transform: { functions },
    } = property;
    if (!nested || functions.length === 0 || depth >= MAX_DEPTH) return value;
    if (form === 'map' && !isPlainObject(value)) return value;
    return toForm(property, value, (member) => {
      const shape = isPlainObject(member) ? nested.findShape(member) : undefined;
      return shape ? this.make(shape, member as Params, depth + 1) : member;
    });
  }
}

function transform({ name, transform: { functions } }: DtoProperty, value: unknown, obj: Params): unknown {
  let made = value;
  for (const run of functions)
    made = run({ value: made, key: name, obj, type: TransformationType.PLAIN_TO_CLASS, options: {} });
  return made;
}

function isPlainObject(value: unknown): value is Params {
  return isRecord(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);
}

/** What any other error says may be meant for the log alone. */
function messageOf(error: unknown): string {
  return error instanceof HttpException ? textOfException(error) : 'cannot be read';
}
