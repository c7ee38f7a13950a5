/** Limits on calls. Bind an instance to change them. */
export class CallOptions {
  /** Calls that may run at once on this replica. @default 2048 */
  maxCalls = 2048;

  /** Calls that may run at once for one principal; without authentication, for one address. @default 256 */
  maxCallsPerPrincipal = 256;

  /** Calls that may run at once in one session. @default 64 */
  maxCallsPerSession = 64;

  /** After this the caller is told that the call timed out, in milliseconds. @default 300_000 */
  timeoutMs = 300_000;

  /**
   * Milliseconds of an author's silence after which a client that asked for progress gets some: many clients give up after
   * a minute of silence. `0` leaves it to authors. @default 10_000
   */
  autoProgressMs = 10_000;
}
