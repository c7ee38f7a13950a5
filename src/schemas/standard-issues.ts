import type { InputIssue } from './input.js';

/** What is wrong with a value, as a Standard Schema says it; zod says more of a union. */
export interface StandardIssue {
  readonly message: string;
  readonly code?: unknown;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
  /** What each alternative of a union refuses. */
  readonly errors?: readonly (readonly StandardIssue[])[];
}

/** Alternatives of a union, and faults of each, that a model is told of. */
const MAX_ALTERNATIVES = 4;
const MAX_FAULTS = 2;

export function toInputIssue(issue: StandardIssue): InputIssue {
  const path = pathOf(issue);
  return { path, code: typeof issue.code === 'string' ? issue.code : 'invalid', message: tell(issue, path) };
}

function pathOf({ path = [] }: StandardIssue): string {
  return path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.');
}

/** arktype begins its messages with the path, which stands in front of them already. */
function tell({ message, errors }: StandardIssue, path: string): string {
  const alternatives = Array.isArray(errors)
    ? (errors as StandardIssue[][]).filter(({ length }) => length > 0)
    : [];
  if (alternatives.length > 0) return alternatives.slice(0, MAX_ALTERNATIVES).map(tellAll).join(', or ');
  return path !== '' && message.startsWith(`${path} `) ? message.slice(path.length + 1) : message;
}

/** What one alternative refuses. Those of unions in it are told by their own message. */
function tellAll(issues: readonly StandardIssue[]): string {
  const told = issues.slice(0, MAX_FAULTS).map((issue) => {
    const path = pathOf(issue);
    const message = tell({ message: issue.message }, path);
    return path === '' ? message : `${path}: ${message}`;
  });
  return told.join(' and ');
}
