/** Why sessions end. */
export const SESSION_END_REASONS = [
  ...(['disconnected', 'expired', 'evicted', 'replaced', 'shutdown'] as const),
  ...(['credentials-expired', 'revoked'] as const),
];

/** Why a session ended. */
export type SessionEndReason = (typeof SESSION_END_REASONS)[number];
