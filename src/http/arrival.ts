import type { IncomingMessage } from 'node:http';
import type { MessageSource } from '../callers/index.js';

/** What the edge knows of a request. */
export interface Arrival {
  /** The caller's own `X-Request-Id` where it is well formed, else a new one. */
  readonly requestId: string;
  /** The client's address, behind as many proxies as are trusted. */
  readonly address: string;
  /** Who sent it, once that is known. */
  source?: MessageSource;
  /** Whether the request counts against the limit of HTTP requests already. */
  isCounted?: boolean;
}

/** A property of the request: a WeakMap with an entry for each request makes every garbage collection dearer. */
const ARRIVAL = Symbol('rookery.arrival');

export function noteArrival(request: IncomingMessage, arrival: Arrival): Arrival {
  (request as WithArrival)[ARRIVAL] = arrival;
  return arrival;
}

type WithArrival = IncomingMessage & { [ARRIVAL]?: Arrival };

/** @returns `undefined` for a request that did not come in through the edge */
export function arrivalOf(request: IncomingMessage): Arrival | undefined {
  return (request as WithArrival)[ARRIVAL];
}
