import { join } from 'node:path';
import type { Wire } from '../../../src/protocol/index.js';
import { ROOT } from '../servers/server-process.js';

/** A wire, and what a client is given to find its server by. */
export interface ClientWire {
  readonly name: 'HTTP+SSE' | 'Streamable HTTP' | 'stateless HTTP' | 'stdio';
  /** Its name in `WIRES` and in log lines; none where no server listens. */
  readonly option?: Wire;
  /**
   * @param url of a server that listens
   * @returns where the client connects to: a URL, or for stdio the command that starts a server, as JSON
   */
  targetAt(url: string): string;
}

/** Starts the service of this repository. */
export const STDIO_TARGET = JSON.stringify([process.execPath, join(ROOT, 'dist/main.js'), '--stdio']);

/** The wires of a server that listens. */
export const HTTP_WIRES: readonly ClientWire[] = [
  { name: 'HTTP+SSE', option: 'http-sse', targetAt: (url) => `${url}/sse` },
  { name: 'Streamable HTTP', option: 'streamable-http', targetAt: (url) => `${url}/mcp` },
  { name: 'stateless HTTP', option: 'stateless-http', targetAt: (url) => `${url}/mcp` },
];

/** What `docs/guides/clients.md` has a column for. */
export const CLIENT_WIRES: readonly ClientWire[] = [
  ...HTTP_WIRES,
  { name: 'stdio', targetAt: () => STDIO_TARGET },
];

/** The program to start, without its standard error, as the transports of the TypeScript SDKs take it. */
export interface StdioParameters {
  readonly command: string;
  readonly args: string[];
  readonly stderr: 'ignore';
}

/** @param target of a client over stdio */
export function stdioParametersOf(target: string): StdioParameters {
  const [command, ...args] = JSON.parse(target) as [string, ...string[]];
  return { command, args, stderr: 'ignore' };
}
