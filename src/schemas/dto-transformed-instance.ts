import { HttpException } from '@nestjs/common';
import { TransformationType } from 'class-transformer';
import type { Params } from '../protocol/index.js';
import { isLeftOut, isRecord, MAX_DEPTH, toForm } from './dto-instance.js';
import type { DtoProperty, DtoShape } from './dto-shape.js';
import { convertExactly } from './dto-transform.js';
import { ENOUGH_ISSUES, type InputIssue } from './input.js';

/**
 * An instance as `plainToInstance()` of class-transformer makes it, of a class with `@Transform()`, `@Expose()`,
 * `@Exclude()`, or `@Type()` of a primitive. It differs where class-transformer would lose something: `@Type()` converts
 * only what converts exactly, and keys of JSON never reach a prototype.
 */
export class TransformedInstance {
  readonly instance: Record<string, unknown>;
  /** Of transforms that threw. */
  readonly issues: InputIssue[] = [];

  /** @param source has no unknown names */
  constructor(shape: DtoShape, source: Params) {
    this.instance = this.make(shape, source, '', 0);
  }

  private make(shape: DtoShape, source: Params, prefix: string, depth: number): Record<string, unknown> {
    const instance = new shape.dto() as Record<string, unknown>;
    for (const property of shape.properties.values()) {
      const { clientName, isExcluded, runsOnAbsence } = property.transform;
      if (isExcluded || this.issues.length >= ENOUGH_ISSUES) continue;
      const json = Object.hasOwn(source, clientName) ? source[clientName] : undefined;
      const isAbsent = isLeftOut(property, json);
      if (isAbsent && !runsOnAbsence) continue;
      const value = isAbsent ? undefined : this.read(property, json, prefix + clientName, depth);
      const made = this.transform(property, value, source, prefix + clientName);
      if (made !== undefined) instance[property.name] = made;
    }
    if (shape.tag?.isKept) instance[shape.tag.property] = shape.tag.value;
    return instance;
  }

  private read(property: DtoProperty, json: unknown, path: string, depth: number): unknown {
    const { nested, isDate, transform } = property;
    return toForm(property, json, (member, key) => {
      if (transform.convertsTo) return convertExactly(transform.convertsTo, member);
      if (isDate && typeof member === 'string') return new Date(member);
      const shape = nested && depth < MAX_DEPTH && isRecord(member) ? nested.findShape(member) : undefined;
      const prefix = key === undefined ? `${path}.` : `${path}.${key}.`;
      return shape ? this.make(shape, member as Params, prefix, depth + 1) : member;
    });
  }

  private transform({ name, transform }: DtoProperty, value: unknown, obj: Params, path: string): unknown {
    try {
      let made = value;
      for (const run of transform.functions)
        made = run({ value: made, key: name, obj, type: TransformationType.PLAIN_TO_CLASS, options: {} });
      return made;
    } catch (error) {
      this.issues.push({ path, code: 'transform', message: messageOf(error) });
      return undefined;
    }
  }
}

/** What any other error says may be meant for the log alone. */
function messageOf(error: unknown): string {
  return error instanceof HttpException ? error.message : 'cannot be read';
}
