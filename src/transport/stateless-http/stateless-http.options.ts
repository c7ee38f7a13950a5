import type { ResponseMode } from '../post-reply/index.js';

/** How the wire of revision 2026-07-28 behaves. Bind an instance to change it. */
export class StatelessHttpOptions {
  /**
   * How a POST is answered: `json` has no place for progress and log messages; `sse` is a stream from the start; `auto` goes
   * by the client's `Accept`, and is JSON until the first message besides the response. @default 'auto'
   */
  responseMode: ResponseMode = 'auto';
}
