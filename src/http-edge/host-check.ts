import type { IncomingMessage } from 'node:http';
import { HttpError } from './http.error.js';
import { isLoopbackName, splitHost } from './loopback.js';

/** Refuses requests to a name that is not ours, as a page does that rebinds its DNS name to this address. */
export class HostCheck {
  private readonly allowed: ReadonlySet<string>;

  constructor(
    allowedHosts: readonly string[],
    private readonly hint: string,
  ) {
    this.allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  }

  /** @throws HttpError 403 */
  check(request: IncomingMessage): void {
    const { host = '' } = request.headers;
    if (!this.isAllowed(host)) throw this.refuse(host);
    const { url = '/' } = request;
    if (url.startsWith('/')) return;
    const authority = URL.canParse(url) ? new URL(url).host : url;
    if (!this.isAllowed(authority)) throw this.refuse(authority);
  }

  private isAllowed(host: string): boolean {
    const parts = splitHost(host);
    if (!parts) return false;
    return (
      isLoopbackName(parts.name) ||
      this.allowed.has(parts.name) ||
      this.allowed.has(`${parts.name}:${parts.port}`)
    );
  }

  private refuse(host: string): HttpError {
    const shown = JSON.stringify(host.slice(0, 100));
    return new HttpError(403, `Host ${shown} is not allowed. ${this.hint}`);
  }
}
