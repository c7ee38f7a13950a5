/** Limits on sessions and on what they keep for replay. Bind an instance to change them. */
export class SessionsOptions {
  /** Sessions, with an open stream or waiting for their client; the longest waiting makes room for a new one. @default 10_000 */
  maxSessions = 10_000;

  /** The same for one principal. @default 1_000 */
  maxSessionsPerPrincipal = 1_000;

  /**
   * Sessions of one client address (IPv4, or the /64 of IPv6) without a principal; `0` is a quarter of `maxSessions`, and no
   * bound for loopback addresses. @default 0
   */
  maxSessionsPerAddress = 0;

  /** Open streams. @default 10_000 */
  maxStreams = 10_000;

  /** The same for one principal. @default 1_000 */
  maxStreamsPerPrincipal = 1_000;

  /** The same for one client address without a principal; `0` is a quarter of `maxStreams`, but on loopback. @default 0 */
  maxStreamsPerAddress = 0;

  /**
   * How long a session of Streamable HTTP lives without an open stream, a call or a message of its client, in milliseconds.
   * @default 1_800_000
   */
  idleMs = 1_800_000;

  /**
   * What seals the session ids of Streamable HTTP, so that any process with the same keys takes up a session that it does not
   * know: 32 random bytes each, in hexadecimal, base64 or base64url. The first one seals, all of them open. @default none:
   * ids are random, and sessions end with their process
   */
  keys: readonly string[] = [];

  /**
   * For how long after `initialize` a session with a sealed id may be taken up, in milliseconds. A process that knows the
   * session serves it for longer. @default 86_400_000
   */
  sealedMs = 86_400_000;

  /** How long a resumable session waits for its client to come back, in milliseconds. @default 60_000 */
  replayMs = 60_000;

  /** Events a resumable session keeps for replay. @default 200 */
  replayEvents = 200;

  /** Bytes a resumable session keeps for replay; its newest event is always kept. @default 262_144 */
  replayBytes = 256 * 1024;

  /**
   * Bytes of memory that all sessions together keep for replay; above it the session that was silent for longest keeps
   * nothing. @default 67_108_864
   */
  replayTotalBytes = 64 * 1024 * 1024;

  /**
   * How often the client of an initialised session with an open stream is asked whether it is there, in milliseconds, and how
   * long it may take to answer; a session whose client does not ends. `0` asks nobody. @default 0
   */
  pingMs = 0;

  /** What a client without a principal is told that a proxy sent here, when its address has no room. */
  proxyHint = 'Behind a proxy, set `edge.trustProxy` of McpModule, so that its clients are told apart';
}
