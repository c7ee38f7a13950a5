import { MethodMark } from '../features/index.js';
import type { ClientCapabilities, ToolIcon } from '../protocol/index.js';
import type { InputSchema as PromptInputSchema } from '../schemas/index.js';

/** Where `@Prompt()` stands, in every class that was loaded. */
export const PROMPTS = new MethodMark<PromptOptions>('@Prompt()', 'rookery:prompt');

export interface PromptOptions {
  /** 1 to 128 of `A-Z a-z 0-9 _ . -`. @default the method's name */
  name?: string;

  /** A name for people; clients get it since revision 2025-06-18. */
  title?: string;

  /** What the prompt is for: people choose by it. */
  description?: string;

  /**
   * The arguments, where they are no class: a Standard Schema that makes JSON Schema too, such as a zod object, or a JSON
   * Schema 2020-12. Each argument is text, or is read from text: a number, a boolean, an enum.
   * @default the type of the method's first parameter
   */
  input?: PromptInputSchema;

  /** Images that clients may show; since revision 2025-11-25. */
  icons?: ToolIcon[];

  /** Whatever else a client should know, under names with a prefix of your own. */
  _meta?: Record<string, unknown>;

  /** Scopes that the caller's credentials must have, all of them: others neither see the prompt nor may get it. @default none */
  scopes?: readonly string[];

  /** How often one caller may get it on this replica, as `10/minute`. @default as often as the caller may ask for anything */
  rate?: string;

  /** After this the answer is that the call timed out, in milliseconds: from 1 to 2147483647. @default the server's `calls.timeoutMs` */
  timeoutMs?: number;

  /** Calls that may run at once on this replica; one more is refused as overloaded. @default as many as the server runs */
  concurrency?: number;

  /**
   * What a client must have said that it can, as `{ sampling: {} }`; the call of another one is refused with -32021.
   * @default nothing
   */
  requiredCapabilities?: ClientCapabilities;
}

/**
 * Makes a method of any provider a prompt, which people choose and fill in. Its first parameter has the validated arguments:
 * a class with class-validator decorators, or what `input` gives. It returns text, a message, a content block, or a list of
 * them. A parameter with `@McpContext()` gets the context of the call. Guards, pipes, interceptors, filters and parameter
 * decorators apply as on a controller.
 */
export const Prompt = (options: PromptOptions = {}): MethodDecorator => PROMPTS.decorate(options);
