import type { Caller } from '../callers/index.js';

/** How much may come in at all? Asked while the body is still unread. Bind another one to set bounds. */
export abstract class FloodLimit {
  /**
   * One HTTP request of a caller that is let in.
   * @throws UnavailableError `rate-limited`, 429, for a caller that sends far more than its rate allows
   */
  abstract admitRequest(caller: Caller): void;

  /** The credentials of a request were wrong. @throws UnavailableError `rate-limited`, 429, in place of the 401, where that is too often */
  abstract refuse(address: string): void;

  /**
   * One HTTP request that is no caller's, such as one that is refused. It counts apart from callers: a page that is refused
   * may run in the browser of one.
   * @throws UnavailableError `rate-limited`, 429, for an address that sends too many of them
   */
  admitAddress(_address: string): void {}

  /** Somebody asks for metrics. @throws UnavailableError `rate-limited`, 429, for an address that asks too often */
  scrape(_address: string): void {}
}

/** The default: no bounds. */
export class NoFloodLimit extends FloodLimit {
  admitRequest(): void {}
  refuse(): void {}
}
