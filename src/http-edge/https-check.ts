import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { HttpError } from './http.error.js';
import type { ProxyTrust } from './trusted-proxies.js';

/** A year, which is what browsers ask for before they remember it for good. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

/**
 * Refuses requests that came in clear, and tells browsers to come by HTTPS from now on. A GET is sent to the HTTPS URL; a
 * POST is not, since what it holds has travelled in clear already.
 */
export class HttpsCheck {
  /**
   * @param httpsUrl where requests in clear are sent, without a slash at its end; `undefined` lets them in
   * @param trusts whether a peer is a proxy whose `X-Forwarded-Proto` is believed
   */
  constructor(
    private readonly httpsUrl: string | undefined,
    private readonly trusts: ProxyTrust,
  ) {}

  /** @throws HttpError 308 or 403 */
  check(request: IncomingMessage, response: ServerResponse): void {
    if (this.httpsUrl === undefined) return;
    if (this.isSecure(request)) {
      response.setHeader('Strict-Transport-Security', STRICT_TRANSPORT_SECURITY);
      return;
    }
    const { method, url = '/' } = request;
    if (method !== 'GET' && method !== 'HEAD') throw new HttpError(403, 'HTTPS is required');
    const location = this.httpsUrl + (url.startsWith('/') ? url : '/');
    throw new HttpError(308, 'HTTPS is required', undefined, { Location: location });
  }

  private isSecure({ socket, headers }: IncomingMessage): boolean {
    if ((socket as Partial<TLSSocket>).encrypted) return true;
    const forwarded = headers['x-forwarded-proto'];
    if (typeof forwarded !== 'string' || !this.trusts(socket.remoteAddress ?? '', 0)) return false;
    return forwarded.split(',')[0]!.trim().toLowerCase() === 'https';
  }
}
