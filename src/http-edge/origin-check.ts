import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';
import type { HttpEdgeOptions } from './http-edge.options.js';
import { HttpError } from './http.error.js';
import { isLoopbackName } from './loopback.js';
import { parseUrl } from './parse-url.js';

const CORS_OPTIONS = {
  /** Only origins that passed the check come this far. */
  origin: true,
  methods: ['GET', 'POST', 'DELETE'],
  allowedHeaders: [
    'Accept',
    'Authorization',
    'Content-Type',
    'Last-Event-ID',
    'Mcp-Session-Id',
    'MCP-Protocol-Version',
    'Mcp-Method',
    'Mcp-Name',
  ],
  exposedHeaders: ['Mcp-Session-Id', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id'],
  maxAge: 600,
};

/** Refuses pages of other origins, and answers with the CORS headers that let the allowed ones in. */
export class OriginCheck {
  private readonly allowed: ReadonlySet<string>;
  private readonly allowsLoopback: boolean;
  private readonly cors: ReturnType<typeof cors>;

  constructor({ allowedOrigins, publicOrigin, corsCredentials: credentials }: HttpEdgeOptions) {
    this.allowsLoopback = allowedOrigins === undefined;
    const origins = allowedOrigins ?? (publicOrigin === undefined ? [] : [publicOrigin]);
    this.allowed = new Set(origins.map((origin) => new URL(origin).origin));
    this.cors = cors({ ...CORS_OPTIONS, credentials });
  }

  /** A preflight request is answered here: the response has ended then. @throws HttpError 403 */
  check(request: IncomingMessage, response: ServerResponse): void {
    const { origin } = request.headers;
    if (origin === undefined) return;
    if (!this.isAllowed(origin))
      throw new HttpError(
        403,
        `Origin ${JSON.stringify(origin.slice(0, 100))} is not allowed. Add it to ALLOWED_ORIGINS (\`edge.allowedOrigins\` of McpModule)`,
      );
    this.cors(request, response, () => undefined);
  }

  private isAllowed(origin: string): boolean {
    if (this.allowed.has(origin)) return true;
    const url = this.allowsLoopback ? parseUrl(origin) : undefined;
    return url !== undefined && /^https?:$/.test(url.protocol) && isLoopbackName(url.hostname);
  }
}
