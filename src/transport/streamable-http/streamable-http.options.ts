import type { ResponseMode } from '../post-reply/index.js';

/** How the Streamable HTTP wire behaves. Bind an instance to change it. */
export class StreamableHttpOptions {
  /**
   * How a POST is answered: `json` has no place for progress and log messages; `sse` is a stream from the start; `auto` goes
   * by the client's `Accept`, and is JSON until the first message besides the response. @default 'auto'
   */
  responseMode: ResponseMode = 'auto';

  /** Whether `initialize` opens a session; without sessions every POST stands alone, and there is nothing to GET. @default true */
  sessions = true;
}
