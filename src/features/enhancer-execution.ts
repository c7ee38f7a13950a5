import type { ArgumentsHost } from '@nestjs/common';
import { ConfigurationError } from '../protocol/index.js';
import { findHttpArguments, type HttpArguments } from './carried-request.js';
import { getMcpContext } from './mcp-execution.js';

/** What runs around a tool, as messages name it, and what its author can do if it is written for HTTP. */
export interface EnhancerWords {
  readonly name: string;
  readonly mend: string;
}

/**
 * The context that one enhancer of a tool gets. It gives the HTTP request once `asMcpGuard()` has let a guard at it; to
 * others that ask it says why there is none, since what they would read is the tool's input.
 * @param label how messages name the tool
 */
export function executionFor<Host extends ArgumentsHost>(
  execution: Host,
  label: string,
  { name, mend }: EnhancerWords,
): Host {
  const refuse = (): never => {
    throw new ConfigurationError(
      `${label}: ${name} asks for the HTTP request, but a tool's call is a JSON-RPC message: ${mend}`,
    );
  };
  const refused: HttpArguments = { getRequest: refuse, getResponse: refuse, getNext: refuse };
  const context = getMcpContext(execution);
  const switchToHttp = (): HttpArguments => findHttpArguments(context) ?? refused;
  return Object.assign(Object.create(execution) as Host, { switchToHttp });
}
