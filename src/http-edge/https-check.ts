import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { HttpError } from '../http/index.js';
import { countTrustedProxies, type ProxyTrust } from './trusted-proxies.js';

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

  /**
   * The farthest proxy that is trusted says how the client came; what stands to the left of that is the client's own. A
   * trusted proxy that says nothing shifts the rest, so all values that trusted proxies may have said have to agree then.
   */
  private isSecure(request: IncomingMessage): boolean {
    if ((request.socket as Partial<TLSSocket>).encrypted) return true;
    const forwarded = request.headers['x-forwarded-proto'];
    const proxies = countTrustedProxies(request, this.trusts);
    if (typeof forwarded !== 'string' || proxies === 0) return false;
    const said = forwarded.split(',').map((scheme) => scheme.trim().toLowerCase());
    const isWhole = said.length === 1 || said.length >= proxies;
    return isWhole
      ? said[Math.max(0, said.length - proxies)] === 'https'
      : said.every((scheme) => scheme === 'https');
  }
}
