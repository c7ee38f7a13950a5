import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

const TABLES = ['/proc/self/net/tcp', '/proc/self/net/tcp6'];

/** The local port, the remote port and the bytes of `tx_queue`, in hexadecimal digits. */
const ROW = /^ *\d+: \w+:(\w{4}) \w+:(\w{4}) \w\w (\w{8}):/gm;

/**
 * The bytes that the operating system still holds for the clients of sockets. Linux tells them (proc(5), `/proc/net/tcp`);
 * elsewhere they are 0. Connections of equal ports have one sum.
 */
export async function readSendQueues(sockets: readonly Socket[]): Promise<Map<Socket, number>> {
  const queues = new Map(sockets.map((socket) => [keyOf(socket), 0]));
  for (const table of await Promise.all(TABLES.map(readTable)))
    for (const [, local, remote, bytes] of table.matchAll(ROW)) {
      const key = `${local} ${remote}`;
      const queue = queues.get(key);
      if (queue !== undefined) queues.set(key, queue + Number.parseInt(bytes!, 16));
    }
  return new Map(sockets.map((socket) => [socket, queues.get(keyOf(socket))!]));
}

async function readTable(path: string): Promise<string> {
  return await readFile(path, 'latin1').catch(() => '');
}

function keyOf({ localPort = 0, remotePort = 0 }: Socket): string {
  return `${toHex(localPort)} ${toHex(remotePort)}`;
}

function toHex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}
