/** Limits on tools. Bind an instance to change them. */
export class ToolsOptions {
  /**
   * Bytes of a call's result; a larger one becomes an `isError` that says so. Many clients drop SSE events above 1 MiB.
   * @default 1_000_000
   */
  maxResultBytes = 1_000_000;
}
