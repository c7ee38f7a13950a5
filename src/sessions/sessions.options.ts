/** Limits on sessions and on what they keep for replay. Bind an instance to change them. */
export class SessionsOptions {
  /** Sessions with an open stream. @default 10_000 */
  maxSessions = 10_000;

  /** The same for one principal; callers without one share only `maxSessions`. @default 1_000 */
  maxSessionsPerPrincipal = 1_000;

  /** How long a resumable session waits for its client to come back, in milliseconds. @default 60_000 */
  replayMs = 60_000;

  /** Events a resumable session keeps for replay. @default 200 */
  replayEvents = 200;

  /** Bytes a resumable session keeps for replay; its newest event is always kept. @default 262_144 */
  replayBytes = 256 * 1024;

  /** Bytes all sessions together keep for replay. @default 67_108_864 */
  replayTotalBytes = 64 * 1024 * 1024;
}
