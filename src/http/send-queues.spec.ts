import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { readSendQueues } from './send-queues.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

interface Pair {
  /** The server's side. */
  readonly socket: Socket;
  /** Reads nothing. */
  readonly client: Socket;
}

/** Connects clients that read nothing, and ends all afterwards. */
async function withPairs(
  host: string,
  clients: readonly { to: string; localAddress?: string }[],
  use: (pairs: readonly Pair[]) => Promise<void>,
): Promise<void> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const pairs: Pair[] = [];
  try {
    for (const { to, localAddress } of clients) {
      const accepted = once(server, 'connection') as Promise<[Socket]>;
      const localPort = pairs[0]?.socket.remotePort;
      const client = connect({ port, host: to, localAddress, localPort }).pause();
      pairs.push({ client, socket: (await accepted)[0] });
    }
    await use(pairs);
  } finally {
    for (const { client, socket } of pairs) for (const one of [client, socket]) one.destroy();
    server.close();
  }
}

describe('readSendQueues', () => {
  onLinux('tells connections of equal ports apart', async () => {
    const clients = ['127.0.0.2', '127.0.0.3'].map((localAddress) => ({ to: '127.0.0.1', localAddress }));
    await withPairs('127.0.0.1', clients, async ([full, empty]) => {
      full!.socket.write(Buffer.alloc(16_000_000));
      const queues = await readSendQueues([full!.socket, empty!.socket]);
      expect(full!.socket.remotePort).toBe(empty!.socket.remotePort);
      expect([queues.get(full!.socket)! > 0, queues.get(empty!.socket)]).toEqual([true, 0]);
    });
  });

  onLinux.each([
    ['IPv6', '::1', '::1'],
    ['IPv4 on a socket of IPv6', '::ffff:127.0.0.1', '127.0.0.1'],
  ])('finds connections by %s', async (_name, host, to) => {
    await withPairs(host, [{ to }], async ([pair]) => {
      pair!.socket.write(Buffer.alloc(16_000_000));
      expect((await readSendQueues([pair!.socket])).get(pair!.socket)).toBeGreaterThan(0);
    });
  });
});
