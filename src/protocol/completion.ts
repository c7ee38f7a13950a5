/** What a client may have completed: an argument of a prompt, or a variable of a template of resources. */
export type CompletionReference =
  | { readonly type: 'ref/prompt'; readonly name: string }
  | { readonly type: 'ref/resource'; readonly uri: string };

/** The most values that one answer may have. */
export const MAX_COMPLETION_VALUES = 100;

/** Values for an argument, as `completion/complete` gives them: at most 100. */
export interface Completion {
  readonly values: readonly string[];
  /** How many there are, those included that are not sent. */
  readonly total?: number;
  readonly hasMore?: boolean;
}
