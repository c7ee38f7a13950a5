import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManagementServer } from '../http-server/index.js';
import { ConfigurationError } from '../protocol/index.js';

/**
 * Probes are answered until the end: this server closes with the main one.
 * @returns the URL of probes and metrics
 */
export async function listenForManagement(
  serve: RequestListener,
  main: Server,
  port: number,
  host: string,
): Promise<string> {
  const server = createManagementServer(serve).listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    throw toListenError(error, port, host, 'MANAGEMENT_');
  });
  main.once('close', () => {
    server.close();
    server.closeAllConnections();
  });
  return urlOf('http', server.address() as AddressInfo);
}

export function urlOf(scheme: string, { address, port, family }: AddressInfo): string {
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** @param prefix of the variables that say where */
export function toListenError(error: unknown, port: number, host: string, prefix = ''): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new ConfigurationError(`Port ${port} of ${host} is in use: set ${prefix}PORT to another one`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new ConfigurationError(`${prefix}HOST must be an address of this machine, but is "${host}"`);
  if (code === 'EACCES')
    return new ConfigurationError(`Port ${port} needs rights this process does not have: set ${prefix}PORT`);
  return error;
}
