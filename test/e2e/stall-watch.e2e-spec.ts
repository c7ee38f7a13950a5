import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { ResponseWriter } from '../../src/http/response-writer.js';
import { StallWatch } from '../../src/http/stall-watch.js';

const STALL_MS = 3_000;
/** More than the operating system holds on both sides. */
const MESSAGE = 'x'.repeat(16_000_000);
const READ_BYTES = 3_000_000;

/** A client of a large message, and what the watch did to its response. */
interface Client extends AsyncDisposable {
  readonly socket: Socket;
  readonly cut: Promise<number>;
  isCut: boolean;
}

async function openClient(): Promise<Client> {
  const watch = new StallWatch(STALL_MS);
  const server: Server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  new ResponseWriter(response).write(MESSAGE);
  const begunMs = performance.now();
  const cut = new Promise<number>((resolve) => {
    watch.watch(response, () => resolve(performance.now() - begunMs));
  });
  const client: Client = {
    socket,
    cut,
    isCut: false,
    async [Symbol.asyncDispose]() {
      watch.stop();
      socket.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
  void cut.then(() => (client.isCut = true));
  return client;
}

/** Takes a part of 64 KiB at most each time, at a steady pace. */
async function readSlowly(client: Client, bytesPerSecond: number): Promise<void> {
  let readBytes = 0;
  while (readBytes < READ_BYTES && !client.isCut) {
    const [part] = (await once(client.socket.resume(), 'data')) as [Buffer];
    client.socket.pause();
    readBytes += part.length;
    await new Promise((resolve) => setTimeout(resolve, (1000 * part.length) / bytesPerSecond));
  }
}

describe('StallWatch', () => {
  it('keeps a client that reads steadily, though the operating system tells it late', async () => {
    await using client = await openClient();
    // As 30 kB/s is to 30 s.
    await readSlowly(client, 300_000);
    expect(client.isCut).toBe(false);
  });

  it('cuts a client that reads nothing', async () => {
    await using client = await openClient();
    expect(await client.cut).toBeGreaterThanOrEqual(STALL_MS);
  });
});
