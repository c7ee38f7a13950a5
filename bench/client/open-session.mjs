import { HttpSseSession } from './http-sse-session.mjs';
import { StatelessHttpSession } from './stateless-http-session.mjs';
import { StreamableHttpSession } from './streamable-http-session.mjs';

/** @type {Readonly<Record<import('../contestants.mjs').Wire, new (target: import('./target.mjs').Target) => import('./session.mjs').Session>>} */
const SESSIONS = {
  'http-sse': HttpSseSession,
  'streamable-http': StreamableHttpSession,
  'stateless-http': StatelessHttpSession,
};

/**
 * A session of the target's wire, after the handshake.
 * @param {import('./target.mjs').Target} target
 * @param {import('./post-connection.mjs').PostConnection} connection for the messages of the handshake
 */
export async function openSession(target, connection) {
  const session = new SESSIONS[target.wire](target);
  await session.initialize(connection);
  return session;
}
