import type { Caller } from '../json-rpc/index.js';

/** How much may come in at all? Asked while the body is still unread. Bind another one to set bounds. */
export abstract class FloodLimit {
  /**
   * One HTTP request: of a caller that is let in, or of the address alone for one that is refused.
   * @throws UnavailableError `rate-limited`, 429, for a caller that sends far more than its rate allows
   */
  abstract admit(caller: Caller): void;

  /** The credentials of a request were wrong. @throws UnavailableError `rate-limited`, 429, in place of the 401, where that is too often */
  abstract refuse(address: string): void;

  /** Somebody asks for metrics. @throws UnavailableError `rate-limited`, 429, for an address that asks too often */
  scrape(_address: string): void {}
}

/** The default: no bounds. */
export class NoFloodLimit extends FloodLimit {
  admit(): void {}
  refuse(): void {}
}
