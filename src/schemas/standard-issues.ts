import { tellAlternatives } from './alternatives-in-words.js';
import type { InputIssue } from './input.js';

/** What is wrong with a value, as a Standard Schema says it; zod says more of a union. */
export interface StandardIssue {
  readonly message: string;
  readonly code?: unknown;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  /** What each alternative of a union refuses. */
  readonly errors?: readonly (readonly StandardIssue[])[];
}

/** @param args what was judged: a library says that `undefined` is wrong where something is missing */
export function toInputIssue(issue: StandardIssue, args: unknown): InputIssue {
  const path = pathOf(issue);
  if (isMissing(issue, args)) return { path, code: 'required', message: 'is required' };
  return {
    path,
    code: typeof issue.code === 'string' ? issue.code : 'invalid',
    message: tell(issue, path, args),
  };
}

function keysOf({ path = [] }: StandardIssue): string[] {
  return path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
}

function pathOf(issue: StandardIssue): string {
  return keysOf(issue).join('.');
}

/** What zod, valibot and arktype say themselves of what is missing; the author of a schema may say it otherwise. */
const SAID_OF_MISSING = /\b(?:undefined|missing)\b|^Invalid (?:input|option|discriminator value)\b/;

function isMissing(issue: StandardIssue, args: unknown): boolean {
  const keys = keysOf(issue);
  const last = keys.pop();
  if (last === undefined || !SAID_OF_MISSING.test(issue.message)) return false;
  const holder = valueAt(args, keys);
  return typeof holder === 'object' && holder !== null && !Object.hasOwn(holder, last);
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, key)
        ? (part as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

/** arktype begins its messages with the path, which stands in front of them already. */
function tell(issue: StandardIssue, path: string, args: unknown): string {
  const { message, errors } = issue;
  const alternatives = Array.isArray(errors)
    ? (errors as StandardIssue[][]).filter(({ length }) => length > 0)
    : [];
  if (alternatives.length > 0) {
    const value = valueAt(args, keysOf(issue));
    // Those of unions in it have a message of their own.
    return tellAlternatives(
      alternatives.map((issues) => issues.map((one) => toInputIssue({ ...one, errors: [] }, value))),
    );
  }
  return path !== '' && message.startsWith(`${path} `) ? message.slice(path.length + 1) : message;
}
