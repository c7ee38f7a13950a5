import { PostConnection } from './post-connection.mjs';
import { openSession } from './open-session.mjs';

/**
 * What has one call in flight at any time: a connection, and the sessions that take turns on it.
 * @typedef {{ connection: PostConnection, sessions: import('./session.mjs').Session[] }} Lane
 */

/**
 * Opens sessions that are opened `atOnce` at a time.
 * @param {import('./target.mjs').Target} target
 * @param {number} count
 * @param {number} [atOnce]
 * @returns {Promise<import('./session.mjs').Session[]>}
 */
export async function openSessions(target, count, atOnce = 50) {
  const sessions = [];
  let begun = 0;
  const opener = async () => {
    const connection = new PostConnection(target);
    while (begun < count) {
      begun++;
      sessions.push(await openSession(target, connection));
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, opener));
  return sessions;
}

/** Ends sessions as a client does that is done with them. */
export async function endSessions(target, sessions) {
  const connection = new PostConnection(target);
  for (const session of sessions) await session.end(connection);
  connection.close();
}

/**
 * Lets every lane call `echo`, one call after the other.
 * @param {readonly Lane[]} lanes
 * @param {{ seconds: number, minCalls?: number, maxCalls?: number }} bounds it goes on until both `seconds` and `minCalls`
 *   are reached, or `maxCalls`
 * @returns {Promise<{ calls: number, seconds: number, latenciesMs: number[] }>} once every answer is there
 */
export async function callEcho(lanes, { seconds, minCalls = 0, maxCalls = 2_000_000 }) {
  const latenciesMs = [];
  const startedAt = performance.now();
  const deadline = startedAt + seconds * 1000;
  let begun = 0;
  const goesOn = () => begun < maxCalls && (begun < minCalls || performance.now() < deadline);
  await Promise.all(
    lanes.map(async ({ connection, sessions }) => {
      for (let turn = 0; goesOn(); turn++) {
        begun++;
        latenciesMs.push(await sessions[turn % sessions.length].call(connection));
      }
    }),
  );
  return { calls: latenciesMs.length, seconds: (performance.now() - startedAt) / 1000, latenciesMs };
}

/** Closes what is open, and throws when one of the sessions had broken. */
export function closeLanes(lanes) {
  for (const { connection, sessions } of lanes) {
    connection.close();
    for (const session of sessions) session.close();
  }
}
