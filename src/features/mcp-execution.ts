import type { ExecutionContext } from '@nestjs/common';
import type { McpContext } from './mcp-context.js';

/** What `ExecutionContext.getType()` says in the enhancers of a tool; its arguments are the input and the context. */
export const MCP_CONTEXT_TYPE = 'mcp';

/** The context of the call, in a guard, interceptor, filter or parameter decorator of a tool. */
export function getMcpContext(execution: Pick<ExecutionContext, 'getArgByIndex'>): McpContext {
  return execution.getArgByIndex(1);
}
