import type { AppConfig } from '../config/index.js';

/** A session's stream, and the connection that its messages are posted on. */
const CONNECTIONS_PER_SESSION = 2;

/** For probes, calls without a session, and clients that are refused. */
const SPARE_CONNECTIONS = 1_000;

/** As many connections as the sessions need. */
export function connectionsFor({ MAX_SESSIONS }: AppConfig): number {
  return CONNECTIONS_PER_SESSION * MAX_SESSIONS + SPARE_CONNECTIONS;
}
