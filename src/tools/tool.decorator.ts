import { MethodMark } from '../features/index.js';
import type { ClientCapabilities, ToolAnnotations, ToolIcon } from '../protocol/index.js';
import type { InputSchema as ToolInputSchema, OutputType as ToolOutputType } from '../schemas/index.js';

/** Where `@Tool()` stands, in every class that was loaded. */
export const TOOLS = new MethodMark<ToolOptions>('@Tool()', 'rookery:tool');

export interface ToolOptions {
  /** 1 to 128 of `A-Z a-z 0-9 _ . -`. @default the method's name */
  name?: string;

  /**
   * Names that it had before. A client that still has an old list calls it by one of them: no list has them, and each such call
   * is counted. Take one away once its count stands still.
   * @default none
   */
  formerly?: readonly string[];

  /** A name for people; clients show it since revision 2025-06-18. */
  title?: string;

  /** What the tool does and when to use it: a model decides by it. */
  description?: string;

  /**
   * A Standard Schema that makes JSON Schema too, such as a zod object, or a JSON Schema 2020-12 as it stands.
   * @default the type of the method's first parameter
   */
  input?: ToolInputSchema;

  /**
   * What the result is held to, and described by to clients: a class with class-validator decorators, a Standard Schema,
   * or a JSON Schema. `[Row]` is a list of rows; clients see a list as the property `result` of an object. A result that
   * breaks it is answered as an internal error, and logged.
   * @default the class that the method returns, if that has class-validator decorators and the method is not `async`
   */
  output?: ToolOutputType;

  /** Hints on what a call does, such as `{ readOnlyHint: true }`; since revision 2025-03-26. */
  annotations?: ToolAnnotations;

  /** Images that clients may show; since revision 2025-11-25. */
  icons?: ToolIcon[];

  /** Whatever else a client should know, under names with a prefix of your own. */
  _meta?: Record<string, unknown>;

  /** Scopes that the caller's credentials must have, all of them: others neither see the tool nor may call it. @default none */
  scopes?: readonly string[];

  /** How often one caller may call it on this replica, as `10/minute`. @default the server's rate for tools */
  rate?: string;

  /** After this the caller is told that the call timed out, in milliseconds: from 1 to 2147483647. @default the server's `calls.timeoutMs` */
  timeoutMs?: number;

  /**
   * Whether a client that asked for progress hears that a call goes on while the method reports none, each 10 s of the server's
   * `calls.autoProgressMs`: many clients give up after a minute without a word.
   * @default true
   */
  autoProgress?: boolean;

  /**
   * JSON values that the arguments may have where `input` is a Standard Schema, which cannot be stopped once it looks at
   * them. Above it the result is an error that names the bound.
   * @default 10_000
   */
  maxValues?: number;

  /**
   * Whether text is taken for what it stands for where `input` allows no text: `"5"` for 5, `"true"` for true, JSON text for an
   * array or an object. Some models write them so. What would lose anything, such as `"05"`, stays text.
   * @default the server's `tools.lenientArguments`
   */
  lenient?: boolean;

  /** Calls that may run at once on this replica; one more is refused as overloaded. @default as many as the server runs */
  concurrency?: number;

  /**
   * What a client must have said that it can, as `{ sampling: {} }`; the call of another one is refused with -32021.
   * @default nothing
   */
  requiredCapabilities?: ClientCapabilities;
}

/**
 * Makes a method of any provider a tool. Its first parameter is the validated input: a class with class-validator
 * decorators, or what `input` gives. A parameter with `@McpContext()` gets the context of the call. Guards, pipes,
 * interceptors, filters and parameter decorators apply as on a controller.
 */
export const Tool = (options: ToolOptions = {}): MethodDecorator => TOOLS.decorate(options);
