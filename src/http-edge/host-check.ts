import type { IncomingMessage } from 'node:http';
import { HttpError, parseUrl } from '../http/index.js';
import { isLoopbackName, splitHost } from './loopback.js';

/** Far above what browsers and proxies send. Their bytes are bounded by Node. */
const MAX_HEADERS = 100;

/** Refuses requests to a name that is not ours, as a page does that rebinds its DNS name to this address. */
export class HostCheck {
  private readonly allowed: ReadonlySet<string>;
  /** Most requests are to the same name as the one before. */
  private lastAllowed: string | undefined;

  constructor(
    allowedHosts: readonly string[],
    private readonly hint: string,
  ) {
    this.allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  }

  /** @throws HttpError 400 for two hosts, 403 for a foreign one, 431 for too many headers */
  check(request: IncomingMessage): void {
    if (request.rawHeaders.length > 2 * MAX_HEADERS)
      throw new HttpError(431, `A request may have at most ${MAX_HEADERS} headers`);
    if (hasTwoHosts(request)) throw new HttpError(400, 'A request has one Host header');
    const { host = '' } = request.headers;
    if (!this.isAllowed(host)) throw this.refuse(host);
    const { url = '/' } = request;
    if (url.startsWith('/')) return;
    const authority = parseUrl(url)?.host ?? url;
    if (!this.isAllowed(authority)) throw this.refuse(authority);
  }

  /** Whether what the request calls this server may be repeated to its sender, as a part of a URL. */
  passes(request: IncomingMessage): boolean {
    try {
      this.check(request);
      return true;
    } catch {
      return false;
    }
  }

  private isAllowed(host: string): boolean {
    if (host === this.lastAllowed) return true;
    const parts = splitHost(host);
    if (!parts) return false;
    const isAllowed =
      isLoopbackName(parts.name) ||
      this.allowed.has(parts.name) ||
      this.allowed.has(`${parts.name}:${parts.port}`);
    if (isAllowed) this.lastAllowed = host;
    return isAllowed;
  }

  private refuse(host: string): HttpError {
    const shown = JSON.stringify(host.slice(0, 100));
    return new HttpError(403, `Host ${shown} is not allowed. ${this.hint}`);
  }
}

/** Node keeps the first of several, a proxy in front may have looked at the last. */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts > 1;
}
