/**
 * The protocol revisions with sessions, oldest first. A client asks for one in `initialize`.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#version-negotiation
 */
export const SESSION_REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;

export type ProtocolRevision = (typeof SESSION_REVISIONS)[number];

/** The revision of HTTP+SSE: what is spoken there until a client names another one. */
export const FIRST_REVISION: ProtocolRevision = '2024-11-05';

/** What a server offers to a client that asks for a revision it does not know. */
export const LATEST_SESSION_REVISION: ProtocolRevision = '2025-11-25';

export function isSessionRevision(value: unknown): value is ProtocolRevision {
  return (SESSION_REVISIONS as readonly unknown[]).includes(value);
}

/** What differs from one revision to another. Code asks for a trait by its name, and never compares revisions. */
export interface RevisionTraits {
  /** Several messages in one array. Came with 2025-03-26 and went with 2025-06-18. */
  readonly hasBatches: boolean;
  /** Progress with a sentence for people. */
  readonly hasProgressMessages: boolean;
  /** Results of tools as an object besides their text. */
  readonly hasStructuredContent: boolean;
  /** An event without data at the start of a stream, so that its client can come back (SEP-1699). */
  readonly hasPrimingEvents: boolean;
  /** A name for people besides the one for programs. */
  readonly hasTitles: boolean;
  /** Each HTTP request behind `initialize` has `MCP-Protocol-Version`. */
  readonly hasVersionHeader: boolean;
}

const FIRST_TRAITS: RevisionTraits = {
  hasBatches: false,
  hasPrimingEvents: false,
  hasProgressMessages: false,
  hasStructuredContent: false,
  hasTitles: false,
  hasVersionHeader: false,
};
const TRAITS_2025_03_26: RevisionTraits = { ...FIRST_TRAITS, hasBatches: true, hasProgressMessages: true };
const TRAITS_2025_06_18: RevisionTraits = {
  ...TRAITS_2025_03_26,
  hasBatches: false,
  hasStructuredContent: true,
  hasTitles: true,
  hasVersionHeader: true,
};

/** @see https://modelcontextprotocol.io/specification/2025-11-25/changelog and that of each revision */
const TRAITS: Readonly<Record<ProtocolRevision, RevisionTraits>> = {
  '2024-11-05': FIRST_TRAITS,
  '2025-03-26': TRAITS_2025_03_26,
  '2025-06-18': TRAITS_2025_06_18,
  '2025-11-25': { ...TRAITS_2025_06_18, hasPrimingEvents: true },
};

export function traitsOf(revision: ProtocolRevision): RevisionTraits {
  return TRAITS[revision];
}
