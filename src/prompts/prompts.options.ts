/** Limits on prompts. Bind an instance to change them. */
export class PromptsOptions {
  /**
   * Bytes of the result of `prompts/get`; above it the answer is an error that says so. Many clients drop SSE events above 1 MiB.
   * @default 1_000_000
   */
  maxResultBytes = 1_000_000;
}
