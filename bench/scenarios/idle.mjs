import { endSessions, openSessions } from '../client/load.mjs';
import { ServerProcess } from '../server-process.mjs';

/** Sessions opened and closed first, so that what a server loads at its first session is not counted. */
const WARM_UP_SESSIONS = 200;
const STREAMS_AT_ONCE = 50;
const KIB = 1024;

/** @type {import('../rounds.mjs').Scenario} */
export const idle = {
  name: 'idle',
  title: 'Idle sessions',
  columns: [
    { title: 'RSS KiB/session', key: 'rssKib', digits: 1, isCost: true },
    { title: 'live heap KiB/session', key: 'heapKib', digits: 1, isCost: true },
    { title: 'opened/s', key: 'openedPerSecond' },
    { title: 'CPU µs/opening', key: 'cpuUsPerOpening', isCost: true },
  ],
  measures: ({ wire }) => (wire === 'http-sse' ? [measure] : [measure, measureWithStreams]),
};

function measure(contestant, bench) {
  return measureIdle(contestant, bench, { what: '', begin: openSessions });
}

/** Where a session has no stream of its own, most clients open one all the same. */
function measureWithStreams(contestant, bench) {
  return measureIdle(contestant, bench, { what: ' with a stream', begin: openWithStreams });
}

function measureIdle(contestant, { pinning, sizes }, { what, begin }) {
  return ServerProcess.run(contestant, pinning, async (server) => {
    const none = await server.connections();
    await endSessions(server.target, await begin(server.target, WARM_UP_SESSIONS));
    await server.waitForConnections(none);
    const before = await server.memory();
    const sessions = [];
    const samples = [];
    for (const count of sizes.idle) {
      const opening = await openTimed(server, count - sessions.length, sessions, begin);
      const after = await server.memory();
      const figures = {
        rssKib: (after.rss - before.rss) / count / KIB,
        heapKib: (after.heapUsed - before.heapUsed) / count / KIB,
        ...opening,
      };
      samples.push({ load: `${count.toLocaleString('en-US')}${what}`, figures });
    }
    for (const session of sessions) session.close();
    return samples;
  });
}

async function openWithStreams(target, count) {
  const sessions = await openSessions(target, count);
  for (let at = 0; at < count; at += STREAMS_AT_ONCE)
    await Promise.all(sessions.slice(at, at + STREAMS_AT_ONCE).map((session) => session.listen()));
  return sessions;
}

async function openTimed(server, count, sessions, begin) {
  const cpuBefore = await server.cpuUs();
  const startedAt = performance.now();
  sessions.push(...(await begin(server.target, count)));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuUs = (await server.cpuUs()) - cpuBefore;
  return { openedPerSecond: count / seconds, cpuUsPerOpening: cpuUs / count };
}
