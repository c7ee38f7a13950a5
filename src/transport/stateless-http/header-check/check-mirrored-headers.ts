import type { IncomingHttpHeaders } from 'node:http';
import type { RequestMessage } from '../../../protocol/index.js';

/** The member of a request's params that `Mcp-Name` repeats. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/**
 * Compares a request with the headers that repeat parts of it.
 * @returns a sentence about the first one that differs, or is missing
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#standard-request-headers
 */
export function checkMirroredHeaders(
  headers: IncomingHttpHeaders,
  { method, params }: RequestMessage,
): string | undefined {
  const fault = compare('Mcp-Method', headers['mcp-method'], method);
  const member = NAMED_BY[method];
  return (
    fault ?? (member === undefined ? undefined : compare('Mcp-Name', headers['mcp-name'], params[member]))
  );
}

function compare(header: string, value: string | string[] | undefined, told: unknown): string | undefined {
  if (value === undefined) return `${header} is missing`;
  return value === told ? undefined : `${header} is not what the body says`;
}
