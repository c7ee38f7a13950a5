import type { ResponseMode } from '../post-reply/index.js';

/** How the wire of revision 2026-07-28 behaves. Bind an instance to change it. */
export class StatelessHttpOptions {
  /**
   * How a POST is answered: `json` has no place for progress and log messages; `sse` is a stream from the start; `auto` goes
   * by the client's `Accept`, and is JSON until a message comes before the response. @default 'auto'
   */
  responseMode: ResponseMode = 'auto';

  /**
   * What becomes of a request whose `MCP-Protocol-Version` is an older revision that is served too, while its `_meta` is whole
   * and of this one: `serve` goes by `_meta`, and lets `Mcp-Method` and `Mcp-Name` be left out; `reject` is 400, as the
   * specification has it. Every other mismatch is 400. @default 'serve'
   */
  headerMismatch: 'serve' | 'reject' = 'serve';

  /** What the error advises where `headerMismatch` alone refuses a request. */
  headerMismatchHint =
    'Set `statelessHttp.headerMismatch` of McpModule to "serve", and the server goes by params._meta';
}
