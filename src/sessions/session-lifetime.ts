/**
 * How long a session lives: `stream` ends it with its stream, `idle` once it has had no stream for a time, in milliseconds,
 * and no message of its client. With `waitsForCalls` a call that runs keeps it. It is given when the session opens.
 */
export type SessionLifetime =
  | { readonly kind: 'stream' }
  | { readonly kind: 'idle'; readonly idleMs: number; readonly waitsForCalls: boolean };

/** One for all sessions that have it. */
export const ENDS_WITH_STREAM: SessionLifetime = Object.freeze({ kind: 'stream' });
