import { Injectable, SetMetadata } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/constants.js';
import { type AccessRule, type VisibilityGuard } from '../json-rpc/index.js';
import { NestHost } from '../nest-host/index.js';
import type { DecoratedMethod } from './decorated-method.js';

const PUBLIC_METADATA = 'rookery:public';

/** Lets callers without credentials see and use a method, or all of a class, where authentication is on. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_METADATA, true);

type Guard = Partial<VisibilityGuard> | (abstract new (...args: never[]) => Partial<VisibilityGuard>);

/** The access rule of what is registered at run time: it has no decorators around it. */
export function toAccessRule(registration: { scopes?: readonly string[]; isPublic?: boolean }): AccessRule {
  const { scopes = [], isPublic = false } = registration;
  return { scopes, isPublic, guards: [] };
}

/** The access rules of decorated methods, made at boot. */
@Injectable()
export class AccessRules {
  private readonly rules = new Map<string, AccessRule>();
  private readonly publicRules = new Set<AccessRule>();
  private sorted: readonly AccessRule[] | undefined;

  constructor(private readonly host: NestHost) {}

  /** Whether callers without credentials have anything to come in for. */
  get isAnythingPublic(): boolean {
    return this.publicRules.size > 0;
  }

  /** The rule of a method: its scopes, `@Public()`, and those of its guards that also say who sees it. */
  of({ prototype, method }: DecoratedMethod<unknown>, scopes: readonly string[]): AccessRule {
    const places = [method, prototype.constructor];
    return {
      scopes,
      isPublic: places.some((place) => Reflect.hasMetadata(PUBLIC_METADATA, place)),
      guards: places
        .flatMap((place) => (Reflect.getMetadata(GUARDS_METADATA, place) ?? []) as Guard[])
        .flatMap((guard) => this.toVisibilityGuard(guard)),
    };
  }

  /** What this rule is for can be called from now on. @param what names it, and no other: `tool add` */
  add(what: string, rule: AccessRule): void {
    this.rules.set(what, rule);
    if (rule.isPublic) this.publicRules.add(rule);
    this.sorted = undefined;
  }

  remove(what: string): void {
    const rule = this.rules.get(what);
    if (rule) this.publicRules.delete(rule);
    this.rules.delete(what);
    this.sorted = undefined;
  }

  /** The rules of all that this server has, by what they are for. The array is another one after each change. */
  list(): readonly AccessRule[] {
    this.sorted ??= [...this.rules].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
    return this.sorted;
  }

  private toVisibilityGuard(guard: Guard): VisibilityGuard[] {
    if (typeof guard !== 'function') return isVisibilityGuard(guard) ? [guard] : [];
    if (!isVisibilityGuard(guard.prototype as Partial<VisibilityGuard>)) return [];
    return [this.host.moduleRef.get<VisibilityGuard>(guard, { strict: false })];
  }
}

function isVisibilityGuard(guard: Partial<VisibilityGuard>): guard is VisibilityGuard {
  return typeof guard.canSee === 'function';
}
