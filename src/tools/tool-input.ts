import type { Params, ToolDefinition } from '../protocol/index.js';

/** One thing that is wrong with a call's arguments. */
export interface InputIssue {
  /** Where: `address.street`, `tags.0`; empty for the arguments as a whole. */
  readonly path: string;
  /** Which rule: `isNumber`, `too_small`. */
  readonly code: string;
  readonly message: string;
}

export type ParsedInput = { readonly value: unknown } | { readonly issues: InputIssue[] };

/** How a tool's arguments are described to clients, and turned into what its method gets. */
export interface ToolInput {
  readonly schema: ToolDefinition['inputSchema'];
  parse(args: Params): ParsedInput | Promise<ParsedInput>;
}

/** The input of a tool that takes none. */
export const NO_INPUT: ToolInput = {
  schema: { type: 'object', properties: {}, additionalProperties: false },
  parse(args) {
    const issues = Object.keys(args).map(unknownProperty);
    return issues.length > 0 ? { issues } : { value: undefined };
  },
};

export function unknownProperty(path: string): InputIssue {
  return { path, code: 'unknownProperty', message: `${path} is not a property of this input` };
}
