import { hasScope, type Principal, UNAUTHENTICATED } from '../callers/index.js';
import { AccessError } from '../protocol/index.js';

/** What a guard of a method may say besides `canActivate`: who sees the method in lists, and may ask for it at all. */
export interface VisibilityGuard {
  canSee(principal: Principal): boolean;
}

/** Who may see and use a tool, resource or prompt: the one rule for lists, calls and what a 403 asks for. */
export interface AccessRule {
  /** All of them are needed. */
  readonly scopes: readonly string[];
  /** Callers without credentials are served too, where authentication is on. */
  readonly isPublic: boolean;
  readonly guards: readonly VisibilityGuard[];
}

export function isAllowed(rule: AccessRule, principal: Principal): boolean {
  return denialOf(rule, principal) === undefined;
}

/** @param what how messages name it: `tool add` @throws AccessError that says what is missing */
export function checkAccess(rule: AccessRule, principal: Principal, what: string): void {
  const reason = denialOf(rule, principal);
  if (reason === undefined) return;
  const message = {
    unauthenticated: `Credentials are needed for ${what}`,
    'insufficient-scope': `More scopes are needed for ${what}: ${rule.scopes.join(' ')}`,
    forbidden: `You may not use ${what}`,
  }[reason];
  throw new AccessError(reason, message, rule.scopes);
}

function denialOf(
  { scopes, isPublic, guards }: AccessRule,
  principal: Principal,
): AccessError['reason'] | undefined {
  if (principal === UNAUTHENTICATED && !isPublic) return 'unauthenticated';
  if (!scopes.every((scope) => hasScope(principal, scope))) return 'insufficient-scope';
  return guards.every((guard) => guard.canSee(principal)) ? undefined : 'forbidden';
}
