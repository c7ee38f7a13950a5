import { getHeapStatistics } from 'node:v8';

/** What the edge lets through to the MCP routes. Bind an instance to change it. */
export class HttpEdgeOptions {
  /** Hosts a request may name, as `name` or `name:port`, besides loopback ones. @default none */
  allowedHosts: readonly string[] = [];

  /**
   * Origins a browser's request may come from: `scheme://host[:port]`, or `scheme://*.host` for one label in front of two
   * or more. `null` cannot be allowed. @default `publicOrigin`, and http and https origins of loopback hosts
   */
  allowedOrigins: readonly string[] | undefined = undefined;

  /** The origin of the server's own URL. @default none */
  publicOrigin: string | undefined = undefined;

  /** Whether browsers may send cookies along. @default false */
  corsCredentials = false;

  /** How many proxies in front are trusted to name the client's address, or their addresses. @default none */
  trustProxy: number | readonly string[] = 0;

  /** The HTTPS URL that requests in clear are sent to, without a slash at its end. @default requests in clear are served */
  forceHttpsUrl: string | undefined = undefined;

  /**
   * Bytes of a request's body. A larger one is read up to four times as many, so that its answer names its request, and is
   * thrown away. @default 4_194_304
   */
  maxBodyBytes = 4 * 1024 * 1024;

  /**
   * Bytes that bodies which are being received may take together, and one caller half of; at least four of the largest
   * always fit. @default a quarter of the heap limit
   */
  maxReceivedBytes = Math.floor(getHeapStatistics().heap_size_limit / 4);

  /** JSON values of a request's body: objects, arrays and what they hold. @default 100_000 */
  maxBodyValues = 100_000;

  /** What the refusal of a host advises. */
  hostHint = 'Add it to `edge.allowedHosts` of McpModule';

  /** What the refusal of a body that is too large advises. */
  bodyHint = 'Send less, or raise `edge.maxBodyBytes` of McpModule';

  /** What a refused origin is told to do. */
  originHint = 'Add it to `edge.allowedOrigins` of McpModule';
}
