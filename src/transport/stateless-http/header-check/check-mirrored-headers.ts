import type { IncomingHttpHeaders } from 'node:http';
import type { RequestMessage } from '../../../protocol/index.js';

/** The member of a request's params that `Mcp-Name` repeats. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/** How headers are compared. */
export interface HeaderChecks {
  /** A header that is missing says nothing. */
  readonly mayBeAbsent: boolean;
}

/**
 * Compares a request with the headers that repeat parts of it.
 * @returns a sentence about the first one that differs, or is missing
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#standard-request-headers
 */
export function checkMirroredHeaders(
  headers: IncomingHttpHeaders,
  { method, params }: RequestMessage,
  { mayBeAbsent }: HeaderChecks,
): string | undefined {
  const member = NAMED_BY[method];
  const told: [header: string, value: unknown][] = [['Mcp-Method', method]];
  if (member !== undefined) told.push(['Mcp-Name', params[member]]);
  for (const [header, value] of told) {
    const given = headers[header.toLowerCase()];
    if (given === undefined && !mayBeAbsent) return `${header} is missing`;
    if (given !== undefined && given !== value) return `${header} is not what the body says`;
  }
  return undefined;
}
