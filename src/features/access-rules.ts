import { Injectable, SetMetadata } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/constants.js';
import { NestHost } from '../json-rpc/index.js';
import type { AccessRule, VisibilityGuard } from './access-rule.js';
import type { DecoratedMethod } from './decorated-methods.explorer.js';

const PUBLIC_METADATA = 'rookery:public';

/** Lets callers without credentials see and use a method, or all of a class, where authentication is on. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_METADATA, true);

type Guard = Partial<VisibilityGuard> | (abstract new (...args: never[]) => Partial<VisibilityGuard>);

/** The access rules of decorated methods, made at boot. */
@Injectable()
export class AccessRules {
  private readonly publicRules = new Set<AccessRule>();

  constructor(private readonly host: NestHost) {}

  /** Whether callers without credentials have anything to come in for. */
  get isAnythingPublic(): boolean {
    return this.publicRules.size > 0;
  }

  /** The rule of a method: its scopes, `@Public()`, and those of its guards that also say who sees it. */
  of({ prototype, name }: DecoratedMethod<unknown>, scopes: readonly string[]): AccessRule {
    const method = Reflect.get(prototype, name) as object;
    const places = [method, prototype.constructor];
    return {
      scopes,
      isPublic: places.some((place) => Reflect.hasMetadata(PUBLIC_METADATA, place)),
      guards: places
        .flatMap((place) => (Reflect.getMetadata(GUARDS_METADATA, place) ?? []) as Guard[])
        .flatMap((guard) => this.toVisibilityGuard(guard)),
    };
  }

  /** A method of this rule can be called from now on. */
  add(rule: AccessRule): void {
    if (rule.isPublic) this.publicRules.add(rule);
  }

  remove(rule: AccessRule): void {
    this.publicRules.delete(rule);
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
