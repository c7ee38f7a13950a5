import { execFileSync } from 'node:child_process';

/**
 * One core for the server and another for the load, so that neither takes time from the other.
 * @typedef {{ server: number, client: number }} Pinning
 */

/** @returns {Pinning | undefined} nothing where `taskset` is missing or there is one core only */
export function choosePinning() {
  const [server, client] = allowedCores();
  return client === undefined ? undefined : { server, client };
}

/** Binds this process, all its threads and those to come. */
export function pinClient({ client }) {
  execFileSync('taskset', ['-a', '-c', '-p', String(client), String(process.pid)], { stdio: 'ignore' });
}

function allowedCores() {
  try {
    const said = execFileSync('taskset', ['-c', '-p', String(process.pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return said
      .slice(said.lastIndexOf(':') + 1)
      .split(',')
      .flatMap(toCores);
  } catch {
    return [];
  }
}

/** @param {string} range such as `3` or `0-7` */
function toCores(range) {
  const [first, last = first] = range.trim().split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
