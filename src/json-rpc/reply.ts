import type { ErrorObject, ProtocolError } from '../protocol/index.js';
import type { AbortReason } from './call.js';

/** Where the messages of one request go: a stream, an HTTP response, a pipe. */
export abstract class Reply {
  /** Takes a notification that belongs to the request, in the order of the calls. */
  abstract notify(message: string): void;

  /**
   * Ends the connection that carries the messages of the request, where its client can come back for the rest (SEP-1699).
   * Elsewhere nothing happens.
   */
  closeStream(_retryMs: number): void {}

  /** The error that the caller of an aborted request gets; nothing where its caller has left. */
  errorOf(_reason: AbortReason): ProtocolError | undefined {
    return undefined;
  }

  /**
   * Ends the request; called exactly once for each.
   * @param message its response; `undefined` when the request was cancelled, or its client has left
   * @param error the `error` member of the response, if it has one: some wires have a status for it
   */
  abstract end(message?: string, error?: ErrorObject): void;
}
