/** Limits on tools. Bind an instance to change them. */
export class ToolsOptions {
  /**
   * Bytes of a call's result; a larger one becomes an `isError` that says so. Many clients drop SSE events above 1 MiB.
   * @default 1_000_000
   */
  maxResultBytes = 1_000_000;

  /**
   * Whether tools take text for what it stands for, where `@Tool({ lenient })` says nothing else: `"5"` for 5, `"true"` for
   * true, JSON text for an array or an object, each where the input allows no text.
   * @default false
   */
  lenientArguments = false;

  /**
   * JSON values that the arguments of a lenient tool may have, those in JSON text included, where `@Tool({ maxValues })` says
   * nothing else; above it the result is an error that says so.
   * @default the `edge.maxBodyValues` of the server: 100_000
   */
  maxLenientValues = 100_000;
}
