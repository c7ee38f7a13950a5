/** Limits on resources. Bind an instance to change them. */
export class ResourcesOptions {
  /**
   * Bytes of the result of `resources/read`; above it the answer is an error that says so, and a stream is read no further.
   * Many clients drop SSE events above 1 MiB.
   * @default 1_000_000
   */
  maxResultBytes = 1_000_000;
}
