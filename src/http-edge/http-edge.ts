import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import { type Caller, UNAUTHENTICATED } from '../callers/index.js';
import { type Arrival, arrivalOf, type BodyLimit, noteArrival } from '../http/index.js';
import { BodyTooLargeError } from '../protocol/index.js';
import { FloodLimit, NoFloodLimit } from './flood-limit.js';
import { HostCheck } from './host-check.js';
import { HttpEdgeOptions } from './http-edge.options.js';
import { HttpsCheck } from './https-check.js';
import { OriginCheck } from './origin-check.js';
import { clientAddress, type ProxyTrust, toProxyTrust } from './trusted-proxies.js';

/** How many times the largest body is read of a larger one. */
const DISCARD_FACTOR = 4;

const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** Every request to an MCP route comes in here first, before anything of it is trusted or read. */
@Injectable()
export class HttpEdge {
  private readonly hosts: HostCheck;
  private readonly origins: OriginCheck;
  private readonly https: HttpsCheck;
  private readonly trust: ProxyTrust;
  private readonly limit: BodyLimit;
  private readonly strictLimit: BodyLimit;

  constructor(
    @Optional() private readonly options: HttpEdgeOptions = new HttpEdgeOptions(),
    @Optional() private readonly flood: FloodLimit = new NoFloodLimit(),
  ) {
    this.hosts = new HostCheck(options.allowedHosts, options.hostHint);
    this.origins = new OriginCheck(options);
    const maxBytes = options.maxBodyBytes;
    const refusal = new BodyTooLargeError(`The body may have at most ${maxBytes} bytes. ${options.bodyHint}`);
    this.strictLimit = { maxBytes, maxDiscardedBytes: maxBytes, refusal };
    this.limit = { maxBytes, maxDiscardedBytes: DISCARD_FACTOR * maxBytes, refusal };
    this.trust = toProxyTrust(options.trustProxy);
    this.https = new HttpsCheck(options.forceHttpsUrl, this.trust);
  }

  /** What is thrown at a body that is too large, and names no request. */
  get bodyRefusal(): BodyTooLargeError {
    return this.limit.refusal;
  }

  /** Of a caller without credentials, where others have some, nothing is read in vain. */
  bodyLimitFor({ principal }: Caller): BodyLimit {
    return principal === UNAUTHENTICATED ? this.strictLimit : this.limit;
  }

  get maxBodyValues(): number {
    return this.options.maxBodyValues;
  }

  /**
   * Sets the headers of every answer and makes the checks. A preflight is counted and answered.
   * @throws HttpError 308, 400, 403, 431
   * @throws UnavailableError 429
   */
  enterRequest(request: IncomingMessage, response: ServerResponse): Arrival {
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const arrival = noteArrival(request, { requestId, address: this.addressOf(request) });
    this.hosts.check(request);
    this.https.check(request, response);
    this.origins.refuseForeign(request);
    if (isPreflight(request)) this.countPreflight(arrival);
    this.origins.allow(request, response);
    return arrival;
  }

  /**
   * Counts a request that is no caller's, such as one that is refused, against the address it comes from: once.
   * @throws UnavailableError 429
   */
  countAddress(request: IncomingMessage): void {
    const arrival =
      arrivalOf(request) ??
      noteArrival(request, { requestId: randomUUID(), address: this.addressOf(request) });
    if (arrival.isCounted) return;
    arrival.isCounted = true;
    this.flood.admitAddress(arrival.address);
  }

  /** One of an allowed page: it counts as a request of an unknown caller. */
  private countPreflight(arrival: Arrival): void {
    arrival.isCounted = true;
    this.flood.admitRequest({ principal: UNAUTHENTICATED, address: arrival.address });
  }

  /** The client's address, behind as many proxies as are trusted. */
  addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.trust);
  }
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined;
}
