import type { IncomingMessage } from 'node:http';
import { isSessionRevision, type ProtocolRevision } from '../protocol/index.js';

/** Whether a client asks for an event stream by name: every MCP client does, and a browser's EventSource. */
export function acceptsEventStream({ headers }: IncomingMessage): boolean {
  return headers.accept?.toLowerCase().includes('text/event-stream') ?? false;
}

/** `Last-Event-ID`: the event after which a client that comes back wants to go on. */
export function readLastEventId({ headers }: IncomingMessage): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' ? id : undefined;
}

/** `MCP-Protocol-Version`: the revision that a request names, if this server knows it. */
export function readRevision({ headers }: IncomingMessage): ProtocolRevision | undefined {
  const revision = headers['mcp-protocol-version'];
  return isSessionRevision(revision) ? revision : undefined;
}
