import { readFile } from 'node:fs/promises';
import { type Socket, SocketAddress } from 'node:net';
import { endianness } from 'node:os';

const TABLES = ['/proc/self/net/tcp', '/proc/self/net/tcp6'];

/** The local port, the remote address and port, and the bytes of `tx_queue`, in hexadecimal digits. */
const ROW = /^ *\d+: \w+:(\w{4}) (\w+):(\w{4}) \w\w (\w{8}):/gm;

/**
 * The bytes that the operating system still holds for the clients of sockets. Linux tells them (proc(5), `/proc/net/tcp`);
 * elsewhere they are 0.
 */
export async function readSendQueues(sockets: readonly Socket[]): Promise<Map<Socket, number>> {
  const wanted = new Set(sockets.map(portsOf));
  const queues = new Map<string, number>();
  for (const table of await Promise.all(TABLES.map(readTable)))
    for (const [, local, address, remote, bytes] of table.matchAll(ROW)) {
      const ports = `${local} ${remote}`;
      if (wanted.has(ports)) queues.set(`${ports} ${toAddress(address!)}`, Number.parseInt(bytes!, 16));
    }
  return new Map(sockets.map((socket) => [socket, queues.get(keyOf(socket)) ?? 0]));
}

async function readTable(path: string): Promise<string> {
  return await readFile(path, 'latin1').catch(() => '');
}

function keyOf(socket: Socket): string {
  const { remoteAddress = '' } = socket;
  return `${portsOf(socket)} ${remoteAddress.replace(/^::ffff:(?=[\d.]+$)/, '').replace(/%.*$/, '')}`;
}

function portsOf({ localPort = 0, remotePort = 0 }: Socket): string {
  return `${toHex(localPort)} ${toHex(remotePort)}`;
}

function toHex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}

/** The kernel writes an address as words of four bytes, each in the order of the machine. */
function toAddress(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  if (endianness() === 'LE') bytes.swap32();
  if (bytes.length === 4) return bytes.join('.');
  const text = bytes.toString('hex');
  if (text.startsWith(`${'0'.repeat(20)}ffff`)) return bytes.subarray(12).join('.');
  return new SocketAddress({ address: text.match(/.{4}/g)!.join(':'), family: 'ipv6' }).address;
}
