import type { CallOutcome } from './call.js';

/**
 * The `error.type` of a call, as metrics and traces have it.
 * @returns `undefined` for a good answer
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/mcp
 */
export function errorTypeOf(outcome: CallOutcome): string | undefined {
  if (outcome === 'ok') return undefined;
  return outcome === 'tool-error' ? 'tool_error' : outcome;
}
