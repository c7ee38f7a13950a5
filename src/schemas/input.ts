import type { ObjectSchema, Params } from '../protocol/index.js';

/** One thing that is wrong with a call's arguments. */
export interface InputIssue {
  /** Where: `address.street`, `tags.0`; empty for the arguments as a whole. */
  readonly path: string;
  /** Which rule: `isNumber`, `too_small`. */
  readonly code: string;
  readonly message: string;
}

export type ParsedInput = { readonly value: unknown } | { readonly issues: InputIssue[] };

/** How the arguments of a call are described to clients, and turned into what a method gets. */
export interface Input {
  readonly schema: ObjectSchema;
  parse(args: Params): ParsedInput | PromiseLike<ParsedInput>;
}

/** The input of a method that takes none. */
export const NO_INPUT: Input = {
  schema: { type: 'object', properties: {}, additionalProperties: false },
  parse: (args) => toParsedInput(undefined, Object.keys(args).slice(0, ENOUGH_ISSUES).map(unknownProperty)),
};

/** A long list of wrong members would answer with more than was asked; nobody mends more than this at once. */
const MAX_ISSUES = 50;

/** One more says that there are more: a verdict looks no further, for each wrong member costs time. */
export const ENOUGH_ISSUES = MAX_ISSUES + 1;

export function toParsedInput(value: unknown, issues: InputIssue[]): ParsedInput {
  if (issues.length === 0) return { value };
  if (issues.length <= MAX_ISSUES) return { issues };
  const more = { path: '', code: 'moreIssues', message: 'and more' };
  return { issues: [...issues.slice(0, MAX_ISSUES), more] };
}

/** The issues line by line: `- address.street: must be text [isString]`. */
export function listIssues(issues: readonly InputIssue[]): string {
  return issues
    .map(({ path, code, message }) => `- ${path || '(arguments)'}: ${message} [${code}]`)
    .join('\n');
}

export function unknownProperty(path: string): InputIssue {
  return { path, code: 'unknownProperty', message: 'is not a property of this input' };
}
