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
   * A call whose client asked for progress says that it goes on each time that its author said nothing for so long, in
   * milliseconds: many clients give up after a minute without a word. `0` leaves it to authors. @default 10_000
   */
  autoProgressMs = 10_000;
}
