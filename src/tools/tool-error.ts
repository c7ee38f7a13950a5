/** A failure the model should read: the call's result says `isError`, with this message. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
