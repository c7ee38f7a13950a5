/**
 * The protocol revisions with sessions, oldest first. A client asks for one in `initialize`.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#version-negotiation
 */
export const SESSION_REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;

export type ProtocolRevision = (typeof SESSION_REVISIONS)[number];

/** What a server offers to a client that asks for a revision it does not know. */
export const LATEST_SESSION_REVISION: ProtocolRevision = '2025-11-25';

export function isSessionRevision(value: unknown): value is ProtocolRevision {
  return (SESSION_REVISIONS as readonly unknown[]).includes(value);
}

/** Revisions are dates, so their order is the order of their text. */
export function isAtLeast(revision: ProtocolRevision, since: ProtocolRevision): boolean {
  return revision >= since;
}

/** Batches of JSON-RPC messages came with 2025-03-26 and went with 2025-06-18. */
export function hasBatches(revision: ProtocolRevision): boolean {
  return revision === '2025-03-26';
}
