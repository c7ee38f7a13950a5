import { PostConnection } from '../client/post-connection.mjs';
import { openSession } from '../client/open-session.mjs';
import { ServerProcess } from '../server-process.mjs';

const AT_ONCE = 20;

/** @type {import('../rounds.mjs').Scenario} */
export const churn = {
  name: 'churn',
  title: 'Sessions opened, used for one call, and closed',
  columns: [
    { title: 'heap bytes kept/session', key: 'heapBytes' },
    { title: 'CPU µs/session', key: 'cpuUsPerSession', isCost: true },
    { title: 'sessions/s', key: 'sessionsPerSecond' },
  ],
  measures: () => [measure],
};

function measure(contestant, { pinning, sizes }) {
  const { warmUp, counted } = sizes.churn;
  return ServerProcess.run(contestant, pinning, async (server) => {
    const none = await server.connections();
    await useSessions(server.target, warmUp);
    await server.waitForConnections(none);
    const before = await server.memory();
    const cpuBefore = await server.cpuUs();
    const startedAt = performance.now();
    await useSessions(server.target, counted);
    const seconds = (performance.now() - startedAt) / 1000;
    await server.waitForConnections(none);
    const cpuUs = (await server.cpuUs()) - cpuBefore;
    const after = await server.memory();
    const figures = {
      heapBytes: (after.heapUsed - before.heapUsed) / counted,
      cpuUsPerSession: cpuUs / counted,
      sessionsPerSecond: counted / seconds,
    };
    return [{ load: counted.toLocaleString('en-US'), figures }];
  });
}

async function useSessions(target, count) {
  let begun = 0;
  const user = async () => {
    const connection = new PostConnection(target);
    while (begun < count) {
      begun++;
      const session = await openSession(target, connection);
      await session.call(connection);
      await session.end(connection);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, user));
}
