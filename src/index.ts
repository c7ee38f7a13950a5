export { createRookery, Rookery, type RookeryOptions } from './create-rookery.js';
export {
  content,
  CurrentMcpContext,
  getMcpContext,
  MCP_CONTEXT_TYPE,
  McpContext,
  McpPrincipal,
} from './features/index.js';
export { HttpError } from './http-edge/index.js';
export {
  ANONYMOUS,
  type Call,
  CallGate,
  CallObserver,
  type CallOutcome,
  type Caller,
  type Principal,
  type RequestContext,
  RequestHandler,
} from './json-rpc/index.js';
export { McpModule, type McpModuleOptions } from './mcp.module.js';
export {
  type CallToolResult,
  ConfigurationError,
  type ContentBlock,
  InvalidParamsError,
  type LoggingLevel,
  type Params,
  ProtocolError,
  type ProtocolRevision,
} from './protocol/index.js';
export { Availability, type AvailabilityState, StreamObserver } from './sessions/index.js';
export {
  Describe,
  type DescribeOptions,
  type StandardSchema,
  Tool,
  ToolError,
  type ToolInputSchema,
  type ToolOptions,
  type ToolOutputType,
  type ToolRegistration,
  ToolRegistry,
} from './tools/index.js';
export { Authenticator } from './transport/admission/index.js';
export { DirectRoutesAdapter, type DirectRoutesReport } from './transport/direct-routes/index.js';
