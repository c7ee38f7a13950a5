export {
  asMcpGuard,
  content,
  CurrentMcpContext,
  getMcpContext,
  MCP_CONTEXT_TYPE,
  McpContext,
  McpPrincipal,
  Public,
  type ToolChange,
  ToolObserver,
} from './features/index.js';
export { HttpError } from './http/index.js';
export { AccessObserver, type DeniedRequest, FloodLimit } from './http-edge/index.js';
export { ANONYMOUS, type Caller, hasScope, type Principal, type Rate } from './callers/index.js';
export {
  type Call,
  CallGate,
  CallObserver,
  type CallOutcome,
  type CallTarget,
  type RequestContext,
  RequestHandler,
  type VisibilityGuard,
} from './json-rpc/index.js';
export { Complete, type CompleteOptions, type CompletionRequest } from './completion/index.js';
export { McpModule, type McpModuleOptions } from './mcp.module.js';
export {
  type AccessDenial,
  AccessError,
  type AnyWire,
  type CallToolResult,
  type ClientCapabilities,
  type Completion,
  ConfigurationError,
  type ContentBlock,
  type GetPromptResult,
  InvalidParamsError,
  type LoggingLevel,
  type Params,
  type PromptMessage,
  ProtocolError,
  type ProtocolRevision,
  type ResourceContents,
  ResourceNotFoundError,
  UnavailableError,
  type UnavailableReason,
  type Wire,
} from './protocol/index.js';
export {
  assistantMessage,
  Prompt,
  type PromptInputSchema,
  type PromptOptions,
  type PromptRegistration,
  PromptRegistry,
  userMessage,
} from './prompts/index.js';
export {
  type DescribedResourceOptions,
  type FoundResource,
  type ListedResource,
  Resource,
  type ResourceOptions,
  type ResourceRegistration,
  ResourceRegistry,
  ResourceTemplate,
  type ResourceTemplateOptions,
  type ResourceTemplateRegistration,
  ResourceUpdates,
  UriTemplate,
  type UriVariables,
} from './resources/index.js';
export { Describe, type DescribeOptions, type StandardSchema } from './schemas/index.js';
export { Availability, type AvailabilityState, Load } from './availability/index.js';
export { type ObservedSession, type SessionEndReason, SessionObserver } from './sessions/index.js';
export {
  Tool,
  ToolError,
  type ToolInputSchema,
  type ToolOptions,
  type ToolOutputType,
  type ToolRegistration,
  ToolRegistry,
} from './tools/index.js';
export { Authenticator } from './transport/admission/index.js';
export {
  type ClientQuirk,
  ClientQuirkObserver,
  type ToleratedRequest,
} from './transport/client-quirks/index.js';
export { DirectRoutesAdapter, type DirectRoutesReport } from './transport/direct-routes/index.js';
