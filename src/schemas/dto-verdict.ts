import { isRecord, isThenable, type Params } from '../protocol/index.js';
import { isLeftOut, MAX_DEPTH } from './dto-instance.js';
import type { DtoRule } from './dto-rule.js';
import type { DtoProperty, DtoShape } from './dto-shape.js';
import {
  CANNOT_BE_READ,
  type TransformedInstance,
  type TransformFailure,
} from './dto-transformed-instance.js';
import type { TypeCheck } from './type-check.js';
import { ENOUGH_ISSUES, type InputIssue, unknownProperty } from './input.js';
import { type MadePart, toSentIssues } from './made-faults.js';

/**
 * What is wrong with an instance: what the validators of class-validator refuse, and where it is laxer than a JSON Schema
 * can be, what is not of the declared structure (class-validator lets a list pass for its member, and the reverse). It
 * stops at the first issue that is not shown any more.
 */
export class DtoVerdict {
  private readonly found: InputIssue[] = [];
  private readonly madeParts: MadePart[] = [];
  /** Rules that answer later. */
  readonly pending: PromiseLike<void>[] = [];

  /** @param made what class-transformer's decorators made, if a class has some */
  constructor(private readonly made?: TransformedInstance) {}

  /** What is wrong, once all rules have answered. */
  get issues(): InputIssue[] {
    return toSentIssues(this.found, this.madeParts);
  }

  private get isEnough(): boolean {
    return this.found.length >= ENOUGH_ISSUES;
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
      else if (!shape.clientNames.has(key)) this.found.push(unknownProperty(prefix + key));
    const failures = this.made?.findOrigin(instance)?.failures;
    for (const property of shape.properties.values()) {
      if (this.isEnough) return;
      if (property.transform.isExcluded) continue;
      const failure = failures?.get(property.name);
      if (failure) {
        this.addFailure(property, failure, instance, prefix + property.transform.clientName);
        continue;
      }
      const value = instance[property.name];
      if (value === null && property.nullMeans === 'a value') continue;
      if (!property.presence.conditions.every((condition) => condition(instance, value))) continue;
      this.judgeProperty(property, value, instance, source, prefix, depth);
    }
  }

  private judgeProperty(
    property: DtoProperty,
    value: unknown,
    instance: Record<string, unknown>,
    source: Params | undefined,
    prefix: string,
    depth: number,
  ): void {
    const { transform, ownRules, memberRules, nested, takesUndefined } = property;
    const path = prefix + transform.clientName;
    const json = source?.[transform.clientName];
    if (value === undefined && !takesUndefined) return this.addMissing(property, json, path);
    if (this.isOfWrongType(property.typeCheck, value, instance, path)) return;
    const members = this.membersOf(property, value, path);
    if (!members) return;
    for (const rule of ownRules) this.apply(rule, value, instance, path);
    if (memberRules.length > 0) this.judgeMembers(property, members, instance, path);
    if (!nested) return;
    const isMade = transform.functions.length > 0;
    if (isMade) this.madeParts.push({ property, path, json });
    // What a transform made is of its own shape.
    this.judgeNested(property, members, isMade ? undefined : json, path, depth);
  }

  /** A transform may give nothing for what a client sent. */
  private addMissing(property: DtoProperty, json: unknown, path: string): void {
    const isSent = property.transform.functions.length > 0 && !isLeftOut(property, json);
    if (isSent) this.add(path, 'transform', CANNOT_BE_READ);
    else this.add(path, 'required', 'is required');
  }

  /** What makes a transform throw is mostly a value of another type than it reads. */
  private addFailure(property: DtoProperty, failure: TransformFailure, object: object, path: string): void {
    const { isRequired, sent, typeCheck } = property;
    const { json, value, message } = failure;
    const isAbsent = isLeftOut(property, json);
    if (isAbsent && isRequired) return this.add(path, 'required', 'is required');
    const issue = isAbsent ? undefined : sent?.findIssue(json, path);
    if (issue) return void this.found.push(issue);
    const isOfForm =
      isAbsent ||
      sent ||
      (!this.isOfWrongType(typeCheck, value, object, path) && this.membersOf(property, value, path));
    if (isOfForm) this.add(path, 'transform', message);
  }

  private isOfWrongType(check: TypeCheck | undefined, value: unknown, object: object, path: string): boolean {
    if (!check || check.accepts(value)) return false;
    this.add(path, check.code, check.messageFor(value, object));
    return true;
  }

  /** @returns nothing for a value that is not of the declared form */
  private membersOf({ form, nested }: DtoProperty, value: unknown, path: string): Members | undefined {
    if (form === 'one') return nested ? [[undefined, value]] : NO_MEMBERS;
    if (form === 'list' && Array.isArray(value)) return [...value.entries()];
    if (form === 'map' && value instanceof Map) return [...(value as Map<string, unknown>)];
    if (form === 'list') this.add(path, 'isArray', 'must be an array');
    else this.add(path, 'isObject', 'must be an object');
    return undefined;
  }

  private judgeMembers(
    { memberRules, memberTypeCheck }: DtoProperty,
    members: Members,
    object: object,
    path: string,
  ): void {
    for (const [key, member] of members) {
      if (this.isEnough) return;
      const at = `${path}.${key}`;
      if (this.isOfWrongType(memberTypeCheck, member, object, at)) continue;
      for (const rule of memberRules) this.apply(rule, member, object, at);
    }
  }

  private judgeNested(
    property: DtoProperty,
    members: Members,
    source: unknown,
    path: string,
    depth: number,
  ): void {
    const { nested } = property;
    for (const [key, member] of members) {
      if (this.isEnough) return;
      const at = key === undefined ? path : `${path}.${key}`;
      const origin = isRecord(member) ? this.made?.findOrigin(member) : undefined;
      const json = origin ? origin.json : key === undefined ? source : (source as Params | undefined)?.[key];
      const shape = isRecord(json)
        ? nested!.findShape(json)
        : isRecord(member) && nested!.findByClass(member);
      if (!isRecord(member)) this.add(at, 'nestedValidation', 'must be an object');
      else if (!shape) this.addUnknownTag(property, isRecord(json) ? json : member, at);
      else this.judge(shape, member, isRecord(json) ? json : undefined, `${at}.`, depth + 1);
    }
  }

  private addUnknownTag({ nested }: DtoProperty, source: Params, path: string): void {
    const { discriminator, shapes } = nested!;
    if (discriminator === undefined) return this.add(path, 'nestedValidation', 'must be an object');
    const values = shapes.map(({ tag }) => JSON.stringify(tag?.value)).join(', ');
    const at = `${path}.${discriminator}`;
    if (source[discriminator] === undefined) this.add(at, 'required', `is required: one of ${values}`);
    else this.add(at, 'discriminator', `must be one of: ${values}`);
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
    this.found.push({ path, code, message });
  }
}

type Members = readonly (readonly [key: string | number | undefined, member: unknown])[];

const NO_MEMBERS: Members = [];
