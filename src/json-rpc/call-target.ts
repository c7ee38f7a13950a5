import type { Principal, Rate } from '../callers/index.js';
import { AccessError, type HeaderParameter, type RequestId } from '../protocol/index.js';
import { type AccessRule, checkAccess } from './access-rule.js';
import type { ConcurrencyLimit } from './concurrency-limit.js';

/** What a call asks for, as its handler names it: gates, limits, metrics and traces read it here. */
export interface CallTarget {
  readonly kind: 'tool';
  /** `undefined` for one that this server does not have: clients may make up names without end. */
  readonly name: string | undefined;
  /** Who may call it. The dispatcher checks it. */
  readonly access: AccessRule;
  /** How often one caller may call it. @default the server's rate for its kind */
  readonly rate?: Rate | undefined;
  /** After this the caller gets a timeout as the answer, in milliseconds. @default `CallOptions.timeoutMs` */
  readonly timeoutMs?: number | undefined;
  /** How many of its calls may run at once. @default as many as the server runs */
  readonly concurrency?: ConcurrencyLimit | undefined;
  /** Which arguments clients of 2026-07-28 repeat in HTTP headers; nobody without access hears their names. @default none */
  readonly headerParameters?: readonly HeaderParameter[] | undefined;
}

/** @throws AccessError the answer to the request `id` */
export function checkTarget({ kind, name, access }: CallTarget, principal: Principal, id: RequestId): void {
  try {
    checkAccess(access, principal, name === undefined ? `this ${kind}` : `${kind} ${name}`);
  } catch (error) {
    throw error instanceof AccessError ? error.for(id) : error;
  }
}
