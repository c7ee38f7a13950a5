/** Why sessions end. `closed` is a client's DELETE. */
export const SESSION_END_REASONS = [
  ...(['disconnected', 'expired', 'evicted', 'replaced', 'closed', 'shutdown'] as const),
  ...(['credentials-expired', 'revoked'] as const),
];

/** Why a session ended. */
export type SessionEndReason = (typeof SESSION_END_REASONS)[number];
