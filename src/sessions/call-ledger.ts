import type { Decoded, Exchange } from '../json-rpc/index.js';

/**
 * Keeps what a replica has accepted, before the sender hears of it. Bind another one to know of the calls of a replica that
 * died.
 */
export abstract class CallLedger {
  /**
   * Asked between decoding and the 202, or the first byte of an answer. Nothing of the messages has run yet.
   * @returns a promise where it has to be waited for; the sender is refused if that rejects
   */
  abstract record(messages: readonly Decoded[], exchange: Exchange): void | PromiseLike<void>;
}

/** The default: calls end with their replica. */
export class NoCallLedger extends CallLedger {
  record(): void {}
}
