import { setTimeout as delay } from 'node:timers/promises';
import { callEcho, closeLanes, openSessions } from '../client/load.mjs';
import { PostConnection } from '../client/post-connection.mjs';
import { StoppedReader } from '../client/stopped-reader.mjs';
import { withChangingTools } from '../contestants.mjs';
import { ServerProcess } from '../server-process.mjs';
import { percentiles } from '../statistics.mjs';

const CALLS_IN_FLIGHT = 20;
/** Between two results of 900 kB for the client that does not read. */
const BULK_INTERVAL_MS = 50;
const RSS_INTERVAL_MS = 100;
const MIB = 1024 * 1024;

/** @type {import('../rounds.mjs').Scenario} */
export const stoppedReader = {
  name: 'stopped reader',
  title:
    'Many: one client that stops reading while the server sends it 18 MB/s; the wait is that of the others',
  columns: [
    { title: 'p50 ms before', key: 'p50MsBefore', digits: 2 },
    { title: 'p99 ms before', key: 'p99MsBefore', digits: 2 },
    { title: 'p50 ms during', key: 'p50MsDuring', digits: 2 },
    { title: 'p99 ms during', key: 'p99MsDuring', digits: 2 },
    { title: 'highest RSS +MiB', key: 'rssGrowthMib', digits: 1 },
    { title: 'RSS after gc +MiB', key: 'rssKeptMib', digits: 1 },
    { title: 'times cut', key: 'timesCut' },
  ],
  rookeryOnly: true,
  measures: () => [measure],
};

function measure(contestant, { pinning, sizes, seconds }) {
  const count = sizes.stoppedAmong;
  return ServerProcess.run(withChangingTools(contestant, {}), pinning, async (server) => {
    const lanes = await openLanes(server.target, count);
    await callEcho(lanes, { seconds: seconds / 3, minCalls: sizes.warmUpCalls });
    const { rss: rssBefore } = await server.memory();
    const before = percentiles((await callEcho(lanes, { seconds })).latenciesMs);

    const reader = new StoppedReader(server.target, BULK_INTERVAL_MS);
    const highest = watchRss(server);
    const [window, timesCut] = await Promise.all([callEcho(lanes, { seconds }), reader.run(seconds)]);
    const during = percentiles(window.latenciesMs);
    const rssGrowthMib = ((await highest.stop()) - rssBefore) / MIB;
    const rssKeptMib = ((await server.memory()).rss - rssBefore) / MIB;
    closeLanes(lanes);
    const figures = {
      p50MsBefore: before.p50Ms,
      p99MsBefore: before.p99Ms,
      p50MsDuring: during.p50Ms,
      p99MsDuring: during.p99Ms,
      rssGrowthMib,
      rssKeptMib,
      timesCut,
    };
    return [{ load: `1 of ${(count + 1).toLocaleString('en-US')}`, figures }];
  });
}

/** A few calls in flight, which all sessions take their turns at. */
async function openLanes(target, count) {
  const sessions = await openSessions(target, count);
  return Array.from({ length: CALLS_IN_FLIGHT }, (_, lane) => ({
    connection: new PostConnection(target),
    sessions: sessions.filter((_session, index) => index % CALLS_IN_FLIGHT === lane),
  }));
}

function watchRss(server) {
  const watch = new AbortController();
  let highest = 0;
  const watching = (async () => {
    while (!watch.signal.aborted) {
      highest = Math.max(highest, await server.rss());
      await delay(RSS_INTERVAL_MS);
    }
  })();
  return {
    async stop() {
      watch.abort();
      await watching;
      return highest;
    },
  };
}
