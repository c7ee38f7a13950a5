import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** A port that nobody listens on, for a server that has to know its own before it does. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Whether somebody listens on a port of the loopback address. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.destroy());
    socket.once('error', () => resolve(false)).once('close', (hadError) => resolve(!hadError));
  });
}
