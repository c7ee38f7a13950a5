import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';
import { HttpError } from '../http/index.js';
import { ConfigurationError } from '../protocol/index.js';
import { AllowedOrigins, normalizeOrigin } from './allowed-origins.js';
import type { HttpEdgeOptions } from './http-edge.options.js';

const CORS_OPTIONS = {
  /** Only origins that passed the check come this far. */
  origin: true,
  methods: ['GET', 'POST', 'DELETE'],
  exposedHeaders: ['Mcp-Session-Id', 'Retry-After', 'WWW-Authenticate', 'X-Request-Id'],
  maxAge: 600,
};

/** What a preflight that names no headers, or what is not a list of them, is allowed. */
const USUAL_HEADERS = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Last-Event-ID',
  'Mcp-Session-Id',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
];

const MAX_REQUESTED_HEADERS = 64;

/** RFC 9110 section 5.6.2 */
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Refuses pages of other origins, and answers with the CORS headers that let the allowed ones in. */
export class OriginCheck {
  private readonly allowed: AllowedOrigins;
  private readonly hint: string;
  /** Allows the headers that a preflight names: an allowed page may send any. */
  private readonly allowRequested: ReturnType<typeof cors>;
  private readonly allowUsual: ReturnType<typeof cors>;

  /** @throws ConfigurationError for an origin that no browser sends */
  constructor({ allowedOrigins, publicOrigin, corsCredentials: credentials, originHint }: HttpEdgeOptions) {
    this.hint = originHint;
    const origins = allowedOrigins ?? (publicOrigin === undefined ? [] : [publicOrigin]);
    this.allowed = new AllowedOrigins(origins.map(readOrigin), allowedOrigins === undefined);
    this.allowRequested = cors({ ...CORS_OPTIONS, credentials });
    this.allowUsual = cors({ ...CORS_OPTIONS, credentials, allowedHeaders: USUAL_HEADERS });
  }

  /** @throws HttpError 403 */
  refuseForeign({ headers: { origin } }: IncomingMessage): void {
    if (origin === undefined || this.allowed.has(origin)) return;
    throw new HttpError(403, `Origin ${JSON.stringify(origin.slice(0, 100))} is not allowed. ${this.hint}`);
  }

  /** Sets the headers that let a page in. A preflight request is answered here: the response has ended then. */
  allow(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.origin === undefined) return;
    if (request.method !== 'OPTIONS') this.allowUsual(request, response, () => undefined);
    else this.answerPreflight(request, response);
  }

  private answerPreflight(request: IncomingMessage, response: ServerResponse): void {
    if (namesHeaders(request)) {
      this.allowRequested(request, response, () => undefined);
      return;
    }
    response.setHeader('Vary', 'Access-Control-Request-Headers');
    this.allowUsual(request, response, () => undefined);
  }
}

function readOrigin(text: string): string {
  const origin = normalizeOrigin(text);
  if (origin === undefined)
    throw new ConfigurationError(
      `"${text}" is not an origin that can be allowed. Write scheme://host[:port], such as https://app.example.com, ` +
        'chrome-extension://abcdefghijklmnop or https://*.example.com, where * is one label in front of two or more',
    );
  return origin;
}

/** Whether a preflight says which headers its request will have. */
function namesHeaders({ headers }: IncomingMessage): boolean {
  const names = headers['access-control-request-headers']?.split(',') ?? [];
  return (
    names.length > 0 &&
    names.length <= MAX_REQUESTED_HEADERS &&
    names.every((name) => TOKEN.test(name.trim()))
  );
}
