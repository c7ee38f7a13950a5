/** Why sessions end. `closed` is a client's DELETE; `ping-unanswered` is one that did not answer a ping in time. */
export const SESSION_END_REASONS = [
  ...(['disconnected', 'expired', 'evicted', 'replaced', 'closed', 'shutdown'] as const),
  ...(['credentials-expired', 'revoked', 'ping-unanswered'] as const),
];

/** Why a session ended. */
export type SessionEndReason = (typeof SESSION_END_REASONS)[number];
