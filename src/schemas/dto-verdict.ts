import { type Params, isThenable } from '../protocol/index.js';
import { isRecord, MAX_DEPTH } from './dto-instance.js';
import type { DtoRule } from './dto-rule.js';
import type { DtoProperty, DtoShape } from './dto-shape.js';
import { ENOUGH_ISSUES, type InputIssue, unknownProperty } from './input.js';

/**
 * What is wrong with an instance: what the validators of class-validator refuse, and where it is laxer than a JSON Schema
 * can be, what is not of the declared structure (class-validator lets a list pass for its member, and the reverse). It
 * stops at the first issue that is not shown any more.
 */
export class DtoVerdict {
  readonly issues: InputIssue[] = [];
  /** Rules that answer later. */
  readonly pending: PromiseLike<void>[] = [];

  private get isEnough(): boolean {
    return this.issues.length >= ENOUGH_ISSUES;
  }

  /** @param source the JSON it was made of; nothing for a default of its class */
  judge(
    shape: DtoShape,
    instance: Record<string, unknown>,
    source: Params | undefined,
    prefix = '',
    depth = 0,
  ): void {
    if (depth > MAX_DEPTH)
      return this.add(prefix.slice(0, -1), 'tooDeep', `The arguments nest more than ${MAX_DEPTH} levels`);
    for (const key of Object.keys(source ?? {}))
      if (this.isEnough) return;
      else if (!shape.properties.has(key) && key !== shape.tag?.property)
        this.issues.push(unknownProperty(prefix + key));
    for (const property of shape.properties.values()) {
      if (this.isEnough) return;
      const value = instance[property.name];
      if (!property.presence.conditions.every((condition) => condition(instance, value))) continue;
      const path = prefix + property.name;
      const members = this.membersOf(property, value, path);
      if (!members) continue;
      for (const rule of property.rules)
        if (!rule.each) this.apply(rule, value, instance, path);
        else this.applyToEach(rule, members, instance, path);
      if (property.nested) this.judgeNested(property, members, source?.[property.name], path, depth);
    }
  }

  /** @returns nothing for a value that is not of the declared form */
  private membersOf({ form, name, nested }: DtoProperty, value: unknown, path: string): Members | undefined {
    if (form === 'one') return nested ? [[undefined, value]] : NO_MEMBERS;
    if (form === 'list' && Array.isArray(value)) return [...value.entries()];
    if (form === 'map' && value instanceof Map) return [...(value as Map<string, unknown>)];
    if (form === 'list') this.add(path, 'isArray', `${name} must be an array`);
    else this.add(path, 'isObject', `${name} must be an object`);
    return undefined;
  }

  private judgeNested(
    property: DtoProperty,
    members: Members,
    source: unknown,
    path: string,
    depth: number,
  ): void {
    const { nested, name } = property;
    for (const [key, member] of members) {
      if (this.isEnough) return;
      const at = key === undefined ? path : `${path}.${key}`;
      const json = key === undefined ? source : (source as Params | undefined)?.[key];
      const shape = isRecord(json)
        ? nested!.findShape(json)
        : isRecord(member) && nested!.findByClass(member);
      if (!isRecord(member)) this.add(at, 'nestedValidation', `${key ?? name} must be an object`);
      else if (!shape) this.addUnknownTag(property, at);
      else this.judge(shape, member, isRecord(json) ? json : undefined, `${at}.`, depth + 1);
    }
  }

  private addUnknownTag({ nested }: DtoProperty, path: string): void {
    const { discriminator, shapes } = nested!;
    const values = shapes.map(({ tag }) => tag?.value).join(', ');
    this.add(`${path}.${discriminator}`, 'discriminator', `${discriminator} must be one of: ${values}`);
  }

  private applyToEach(rule: DtoRule, members: Members, object: object, path: string): void {
    for (const [key, member] of members)
      if (this.isEnough) return;
      else this.apply(rule, member, object, `${path}.${key}`);
  }

  private apply(rule: DtoRule, value: unknown, object: object, path: string): void {
    const accepted = rule.accepts(value, object);
    const refuse = (): void => {
      if (!this.isEnough) this.add(path, rule.code, rule.messageFor(value, object));
    };
    if (isThenable(accepted)) this.pending.push(accepted.then((later) => (later ? undefined : refuse())));
    else if (!accepted) refuse();
  }

  private add(path: string, code: string, message: string): void {
    this.issues.push({ path, code, message });
  }
}

type Members = readonly (readonly [key: string | number | undefined, member: unknown])[];

const NO_MEMBERS: Members = [];
