import { PostConnection } from '../client/post-connection.mjs';
import { openSession } from '../client/open-session.mjs';
import { ServerProcess } from '../server-process.mjs';

const MIB = 1024 * 1024;

/** @type {import('../rounds.mjs').Scenario} */
export const start = {
  name: 'start',
  title: 'Start: from the process to the first answer of initialize',
  columns: [
    { title: 's', key: 'seconds', digits: 2 },
    { title: 'CPU s', key: 'cpuSeconds', digits: 2, isCost: true },
    { title: 'RSS MiB then', key: 'rssMib', digits: 1, isCost: true },
  ],
  measures: () => [measure],
};

function measure(contestant, { pinning }) {
  return ServerProcess.run(contestant, pinning, async (server) => {
    const connection = new PostConnection(server.target);
    const session = await openSession(server.target, connection);
    const seconds = (performance.now() - server.startedAt) / 1000;
    const rssMib = (await server.rss()) / MIB;
    const cpuSeconds = (await server.cpuUs()) / 1e6;
    session.close();
    connection.close();
    return [{ load: 'start', figures: { seconds, cpuSeconds, rssMib } }];
  });
}
