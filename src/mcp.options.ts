import type { DrainOptions } from './drain/index.js';
import type { HttpEdgeOptions } from './http-edge/index.js';
import type { CallOptions } from './json-rpc/index.js';
import type { ServerOptions } from './lifecycle/index.js';
import type { SessionsOptions } from './sessions/index.js';
import type { ToolsOptions } from './tools/index.js';
import type { EventStreamOptions } from './transport/event-stream/index.js';
import type { HttpSseOptions } from './transport/http-sse/index.js';

/** Everything that can be set about the server in an app; what is left out keeps its default. */
export interface McpModuleOptions {
  readonly server?: Partial<ServerOptions>;
  readonly calls?: Partial<CallOptions>;
  readonly tools?: Partial<ToolsOptions>;
  readonly sessions?: Partial<SessionsOptions>;
  readonly streams?: Partial<EventStreamOptions>;
  readonly httpSse?: Partial<HttpSseOptions>;
  readonly edge?: Partial<HttpEdgeOptions>;
  readonly drain?: Partial<DrainOptions>;
}
