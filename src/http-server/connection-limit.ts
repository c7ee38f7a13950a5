import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';

/** Of the descriptors, an eighth and at least this number stay free: for probes, files, and connections that tools open. */
const MIN_SPARE_DESCRIPTORS = 128;

/** How often Node looks for requests that have taken too long, and connections that say nothing. */
const CONNECTIONS_CHECK_MS = 5_000;

/** How many connections a server takes, and whether that is less than it should. */
export interface ConnectionLimit {
  readonly connections: number;
  /** Descriptors that the process may open, where they are too few; else `undefined`. */
  readonly shortOf: number | undefined;
}

/** @param wanted connections, as far as descriptors are there for them */
export function limitConnections(wanted: number, descriptors = readDescriptorLimit()): ConnectionLimit {
  if (descriptors === undefined) return { connections: wanted, shortOf: undefined };
  const spare = Math.max(MIN_SPARE_DESCRIPTORS, Math.ceil(descriptors / 8));
  const possible = Math.max(descriptors - spare, Math.floor(descriptors / 2));
  if (possible >= wanted) return { connections: wanted, shortOf: undefined };
  return { connections: possible, shortOf: descriptors };
}

/** The soft limit of this process. @see https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html; `undefined` for none, and elsewhere than on Linux */
function readDescriptorLimit(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

/** Has a server close slow and silent connections soon after their time. To be called before it listens. */
export function checkConnectionsOften(server: Server): void {
  // Node reads it when the server begins to listen; Nest creates the server without options of ours.
  (server as { connectionsCheckingInterval?: number }).connectionsCheckingInterval = CONNECTIONS_CHECK_MS;
}
