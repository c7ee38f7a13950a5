import type { IncomingMessage } from 'node:http';
import { isSessionRevision, type SessionRevision } from '../protocol/index.js';

/** Whether a client asks for an event stream by name: every MCP client does, and a browser's EventSource. */
export function acceptsEventStream({ headers }: IncomingMessage): boolean {
  return headers.accept?.toLowerCase().includes('text/event-stream') ?? false;
}

/** `Last-Event-ID`: the event after which a client that comes back wants to go on. */
export function readLastEventId({ headers }: IncomingMessage): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' ? id : undefined;
}

/** What `MCP-Protocol-Version` says. */
export interface NamedVersion {
  /** Nothing where it has several values. */
  readonly version: string | undefined;
  /** It stands twice with the same value, as some clients send it. */
  readonly isDoubled: boolean;
}

/** @returns nothing where the header is missing */
export function readNamedVersion({ headers }: IncomingMessage): NamedVersion | undefined {
  const header = headers['mcp-protocol-version'];
  if (header === undefined) return undefined;
  const text = String(header);
  if (!text.includes(',')) return { version: text.trim(), isDoubled: false };
  const [version, ...others] = text.split(',').map((value) => value.trim());
  const isOne = others.every((value) => value === version);
  return { version: isOne ? version : undefined, isDoubled: isOne && others.length > 0 };
}

/** The revision with sessions that `MCP-Protocol-Version` names, if it does. */
export function readRevision({ headers }: IncomingMessage): SessionRevision | undefined {
  const revision = headers['mcp-protocol-version'];
  return isSessionRevision(revision) ? revision : undefined;
}
