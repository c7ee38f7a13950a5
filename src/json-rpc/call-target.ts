import type { Principal, Rate } from '../callers/index.js';
import {
  AccessError,
  type ClientCapabilities,
  type HeaderParameter,
  isRecord,
  MissingClientCapabilityError,
  type RequestId,
} from '../protocol/index.js';
import { type AccessRule, checkAccess } from './access-rule.js';
import type { ConcurrencyLimit } from './concurrency-limit.js';

/** What a call asks for, as its handler names it: gates, limits, metrics and traces read it here. */
export interface CallTarget {
  readonly kind: 'tool' | 'prompt' | 'resource';
  /** Of a resource its URI, or the template that has it; `undefined` for one that this server does not have: clients may make up names without end. */
  readonly name: string | undefined;
  /** What the caller calls it, where that is a name from before. */
  readonly formerName?: string | undefined;
  /** Who may call it. The dispatcher checks it. */
  readonly access: AccessRule;
  /** How often one caller may call it. @default the server's rate for its kind */
  readonly rate?: Rate | undefined;
  /** After this the caller gets a timeout as the answer, in milliseconds. @default `CallOptions.timeoutMs` */
  readonly timeoutMs?: number | undefined;
  /** How many of its calls may run at once. @default as many as the server runs */
  readonly concurrency?: ConcurrencyLimit | undefined;
  /** What the client must have said that it can. @default nothing */
  readonly requiredCapabilities?: ClientCapabilities | undefined;
  /** Which arguments clients of 2026-07-28 repeat in HTTP headers; nobody without access hears their names. @default none */
  readonly headerParameters?: readonly HeaderParameter[] | undefined;
}

/** What is asked of a name that this server does not have. Only callers with credentials hear which names there are. */
export function unknownTarget(kind: CallTarget['kind']): CallTarget {
  return { kind, name: undefined, access: { scopes: [], isPublic: false, guards: [] } };
}

/** @throws AccessError the answer to the request `id` */
export function checkTarget(target: CallTarget, principal: Principal, id: RequestId): void {
  try {
    checkAccess(target.access, principal, labelOf(target));
  } catch (error) {
    throw error instanceof AccessError ? error.for(id) : error;
  }
}

/** @throws MissingClientCapabilityError */
export function checkCapabilities(target: CallTarget, declared: ClientCapabilities): void {
  const { requiredCapabilities } = target;
  if (requiredCapabilities && !hasAll(requiredCapabilities, declared))
    throw new MissingClientCapabilityError(labelOf(target), requiredCapabilities);
}

function hasAll(required: ClientCapabilities, declared: unknown): boolean {
  return (
    isRecord(declared) &&
    Object.entries(required).every(([name, inner]) =>
      isRecord(inner) ? hasAll(inner, declared[name]) : declared[name] !== undefined,
    )
  );
}

function labelOf({ kind, name }: CallTarget): string {
  return name === undefined ? `this ${kind}` : `${kind} ${name}`;
}
