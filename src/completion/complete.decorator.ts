import { MethodMark } from '../features/index.js';

/** Where `@Complete()` stands, in every class that was loaded. */
export const COMPLETIONS = new MethodMark<CompleteOptions>('@Complete()', 'rookery:complete');

/** What a method completes: an argument of a prompt, or a variable of a template of resources, by the template's text. */
export type CompleteOptions =
  | { readonly prompt: string; readonly argument: string }
  | { readonly template: string; readonly variable: string };

/** What is asked of a method with `@Complete()`. */
export interface CompletionRequest {
  /** What has been typed so far; may be empty. */
  readonly value: string;
  /** The other arguments, as far as they are filled in: text, which nothing has validated. Since revision 2025-06-18. */
  readonly arguments: Readonly<Record<string, string>>;
}

/**
 * Makes a method of any provider complete one argument while people type: it gets a {@link CompletionRequest}, and returns the
 * texts to choose from, best first, or a `Completion` that says how many there are. 100 are sent at most. The access rule of the
 * prompt or template applies, and guards, interceptors and `@McpContext()` as on a prompt.
 */
export const Complete = (options: CompleteOptions): MethodDecorator => COMPLETIONS.decorate(options);
