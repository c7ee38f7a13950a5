import { callEcho, closeLanes, openSessions } from '../client/load.mjs';
import { PostConnection } from '../client/post-connection.mjs';
import { ratioOf } from '../ratio.mjs';
import { ServerProcess } from '../server-process.mjs';
import { percentiles } from '../statistics.mjs';

/** Part of the measured time that a server is warmed up for, however few calls it needs for that. */
const WARM_UP_SHARE = 1 / 3;

/** @type {import('../rounds.mjs').Scenario} */
export const calls = {
  name: 'calls',
  title: 'Calls: sessions × calls in flight of each',
  columns: [
    { title: 'server CPU µs/call', key: 'cpuUsPerCall', digits: 1, isCost: true },
    { title: '× node:http', key: 'timesNodeHttp', digits: 2 },
    { title: '× rookery', key: 'timesRookery', digits: 2 },
    { title: '95 % from', key: 'timesRookeryLow', digits: 2 },
    { title: 'to', key: 'timesRookeryHigh', digits: 2 },
    { title: 'calls/s', key: 'callsPerSecond' },
    { title: 'p50 ms', key: 'p50Ms', digits: 2 },
    { title: 'p99 ms', key: 'p99Ms', digits: 2 },
    { title: 'client CPU µs/call', key: 'clientCpuUsPerCall', digits: 1 },
  ],
  measures: ({ sizes }) =>
    sizes.shapes.map((shape) => (contestant, bench) => measure(contestant, bench, shape)),
  compare(rows) {
    for (const { load, contestant, samples, figures } of rows) {
      const timesOf = (name) => {
        const other = rows.find((row) => row.load === load && row.contestant === name);
        return other && other.contestant !== contestant && timesAsMuch(samples, other.samples);
      };
      const [limit, rookery] = [timesOf('node:http'), timesOf('rookery')];
      if (limit) figures.timesNodeHttp = limit.ratio;
      if (!rookery) continue;
      figures.timesRookery = rookery.ratio;
      if (rookery.low === undefined) continue;
      figures.timesRookeryLow = rookery.low;
      figures.timesRookeryHigh = rookery.high;
    }
  },
};

/** The ratio of what a call costs; of one round there is no interval. */
function timesAsMuch(ours, theirs) {
  const [own, other] = [ours, theirs].map((samples) => samples.map(({ cpuUsPerCall }) => cpuUsPerCall));
  return ratioOf(own, other) ?? { ratio: own[0] / other[0] };
}

function measure(contestant, { pinning, seconds, sizes }, { sessions, inFlight }) {
  return ServerProcess.run(contestant, pinning, async (server) => {
    const lanes = await openLanes(server.target, sessions, inFlight);
    await callEcho(lanes, { seconds: seconds * WARM_UP_SHARE, minCalls: sizes.warmUpCalls });
    const [serverBefore, clientBefore] = [await server.cpuUs(), ownCpuUs()];
    const window = await callEcho(lanes, { seconds });
    const clientUs = ownCpuUs() - clientBefore;
    const serverUs = (await server.cpuUs()) - serverBefore;
    closeLanes(lanes);
    const figures = {
      cpuUsPerCall: serverUs / window.calls,
      callsPerSecond: window.calls / window.seconds,
      ...percentiles(window.latenciesMs),
      clientCpuUsPerCall: clientUs / window.calls,
    };
    return [{ load: `${sessions} × ${inFlight}`, figures }];
  });
}

/** A connection for each call in flight, as `fetch` has; nothing is pipelined. */
async function openLanes(target, count, inFlight) {
  const sessions = await openSessions(target, count);
  return sessions.flatMap((session) =>
    Array.from({ length: inFlight }, () => ({
      connection: new PostConnection(target),
      sessions: [session],
    })),
  );
}

function ownCpuUs() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
