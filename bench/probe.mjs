// Loaded into every contestant by `--import`: tells the harness over IPC what the process uses.
import { setImmediate as nextTurn } from 'node:timers/promises';

const READINGS = {
  /** µs of processor time since the start, user and system, of all threads. */
  cpuUs() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** Bytes, as they stand. */
  rss: () => process.memoryUsage.rss(),
  /** Bytes after garbage collections. */
  async memory() {
    // What a collection sets free by a finalizer or a callback is gone at the next one.
    for (let round = 0; round < 4; round++) {
      globalThis.gc();
      await nextTurn();
    }
    const { rss, heapUsed } = process.memoryUsage();
    return { rss, heapUsed };
  },
  /** Open connections. */
  connections: () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length,
};

async function answer({ probe, reading }) {
  process.send({ probe, value: await READINGS[reading]() });
}

process.on('message', (question) => void answer(question));
// A contestant never outlives the harness, even one that was killed.
process.on('disconnect', () => process.exit());
