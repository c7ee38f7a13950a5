import { setTimeout as delay } from 'node:timers/promises';
import { openSessions } from '../client/load.mjs';
import { now, OtherSession } from '../client/other-session.mjs';
import { PostConnection } from '../client/post-connection.mjs';
import { withChangingTools } from '../contestants.mjs';
import { ServerProcess } from '../server-process.mjs';
import { median, percentiles } from '../statistics.mjs';

/** @type {import('../rounds.mjs').Scenario} */
export const broadcast = {
  name: 'broadcast',
  title: 'Many: tools/list_changed to all streams; the wait is that of another session which calls echo',
  columns: [
    { title: 'last has it after ms', key: 'lastMs' },
    { title: 'CPU µs/stream', key: 'cpuUsPerStream', digits: 1, isCost: true },
    { title: 'p50 ms before', key: 'p50MsBefore', digits: 2 },
    { title: 'p99 ms before', key: 'p99MsBefore', digits: 2 },
    { title: 'p50 ms during', key: 'p50MsDuring', digits: 2 },
    { title: 'p99 ms during', key: 'p99MsDuring', digits: 2 },
    { title: 'longest ms during', key: 'longestMsDuring', digits: 1 },
  ],
  rookeryOnly: true,
  measures: () => [measure],
};

function measure(contestant, { pinning, sizes, seconds }) {
  const count = sizes.broadcastStreams;
  const most = String(count + 10);
  const server = withChangingTools(contestant, { MAX_SESSIONS: most, MAX_STREAMS: most });
  return ServerProcess.run(server, pinning, async (running) => {
    const broadcasts = await Broadcasts.open(running, count);
    // Not counted: the first one runs cold.
    await broadcasts.send();
    const alone = [];
    for (let i = 0; i < sizes.broadcasts; i++) alone.push(await broadcasts.send());
    const waits = await measureWaits(running.target, broadcasts, sizes.broadcasts, seconds);
    broadcasts.close();
    const figures = {
      lastMs: median(alone.map(({ from, to }) => to - from)),
      cpuUsPerStream: median(alone.map(({ cpuUs }) => cpuUs)) / count,
      ...waits,
    };
    return [{ load: `${count.toLocaleString('en-US')} streams`, figures }];
  });
}

async function measureWaits(target, broadcasts, count, seconds) {
  const other = await OtherSession.open(target);
  // Its first calls warm it up.
  await delay(seconds * 300);
  const quiet = { from: now(), to: now() + seconds * 1000 };
  await delay(seconds * 1000);
  const busy = [];
  for (let i = 0; i < count; i++) busy.push(await broadcasts.send());
  const calls = await other.finish();
  const before = percentiles(latenciesWithin(calls, [quiet]));
  const during = percentiles(latenciesWithin(calls, busy));
  return {
    p50MsBefore: before.p50Ms,
    p99MsBefore: before.p99Ms,
    p50MsDuring: during.p50Ms,
    p99MsDuring: during.p99Ms,
    longestMsDuring: median(busy.map((span) => Math.max(...latenciesWithin(calls, [span])))),
  };
}

/** Of the calls that were under way in one of the spans. */
function latenciesWithin(calls, spans) {
  return calls
    .filter(({ beganAt, tookMs }) => spans.some(({ from, to }) => beganAt < to && beganAt + tookMs > from))
    .map(({ tookMs }) => tookMs);
}

/** Idle sessions that are all told of a change, and the session that causes it. */
class Broadcasts {
  /**
   * @param {ServerProcess} server
   * @param {readonly import('../client/session.mjs').Session[]} sessions
   */
  constructor(server, sessions) {
    this.server = server;
    this.sessions = sessions;
    this.connection = new PostConnection(server.target);
    this.left = 0;
    for (const session of sessions) session.onNotification = (method) => this.receive(method);
  }

  static async open(server, count) {
    return new Broadcasts(server, await openSessions(server.target, count));
  }

  /** Changes the list of tools. @returns the span until the last stream has been told, and what it cost the server */
  async send() {
    const cpuBefore = await this.server.cpuUs();
    this.left = this.sessions.length;
    const told = new Promise((resolve) => (this.onAllTold = resolve));
    const from = now();
    await this.sessions[0].request(this.connection, 'tools/call', { name: 'change', arguments: {} });
    await told;
    const to = now();
    return { from, to, cpuUs: (await this.server.cpuUs()) - cpuBefore };
  }

  receive(method) {
    if (method !== 'notifications/tools/list_changed') throw new Error(`The server notifies of ${method}`);
    this.left--;
    if (this.left < 0) throw new Error('A stream was told twice');
    if (this.left === 0) this.onAllTold();
  }

  close() {
    this.connection.close();
    for (const session of this.sessions) session.close();
  }
}
