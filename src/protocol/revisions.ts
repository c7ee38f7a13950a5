/**
 * The protocol revisions with sessions, oldest first. A client asks for one in `initialize`.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#version-negotiation
 */
export const SESSION_REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'] as const;

export type SessionRevision = (typeof SESSION_REVISIONS)[number];

/**
 * The protocol revisions without sessions, oldest first. Each request says in its `_meta` which one it speaks.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning
 */
export const STATELESS_REVISIONS = ['2026-07-28'] as const;

export type StatelessRevision = (typeof STATELESS_REVISIONS)[number];

/** All revisions, oldest first. */
export const REVISIONS = [...SESSION_REVISIONS, ...STATELESS_REVISIONS] as const;

export type ProtocolRevision = (typeof REVISIONS)[number];

/** The revision of HTTP+SSE: what is spoken there until a client names another one. */
export const FIRST_REVISION: SessionRevision = '2024-11-05';

/** What a server offers to a client that asks for a revision it does not know. */
export const LATEST_SESSION_REVISION: SessionRevision = '2025-11-25';

export const LATEST_STATELESS_REVISION: StatelessRevision = '2026-07-28';

export function isSessionRevision(value: unknown): value is SessionRevision {
  return (SESSION_REVISIONS as readonly unknown[]).includes(value);
}

export function isStatelessRevision(value: unknown): value is StatelessRevision {
  return (STATELESS_REVISIONS as readonly unknown[]).includes(value);
}

/** What differs from one revision to another. Code asks for a trait by its name, and never compares revisions. */
export interface RevisionTraits {
  /** Several messages in one array. Came with 2025-03-26 and went with 2025-06-18. */
  readonly hasBatches: boolean;
  /** Progress with a sentence for people. */
  readonly hasProgressMessages: boolean;
  /** Content that is sound. */
  readonly hasAudio: boolean;
  /** Content that links to a resource. */
  readonly hasResourceLinks: boolean;
  /** Images that stand for tools and prompts. */
  readonly hasIcons: boolean;
  /** Servers say that they complete. */
  readonly hasCompletionsCapability: boolean;
  /** Requests for a completion say what the other arguments are. */
  readonly hasCompletionContext: boolean;
  /** Results of tools as an object besides their text. */
  readonly hasStructuredContent: boolean;
  /** An event without data at the start of a stream, so that its client can come back (SEP-1699). */
  readonly hasPrimingEvents: boolean;
  /** A name for people besides the one for programs. */
  readonly hasTitles: boolean;
  /** Each HTTP request behind `initialize` has `MCP-Protocol-Version`. */
  readonly hasVersionHeader: boolean;
  /** Results say of what type they are (SEP-2322). */
  readonly hasResultTypes: boolean;
  /** Lists say for how long, and for whom, they may be kept (SEP-2549). */
  readonly hasCacheHints: boolean;
  /** Errors of a server's own have codes outside of the range that JSON-RPC reserves. */
  readonly hasApplicationErrorCodes: boolean;
}

const FIRST_TRAITS: RevisionTraits = {
  hasBatches: false,
  hasPrimingEvents: false,
  hasProgressMessages: false,
  hasStructuredContent: false,
  hasAudio: false,
  hasResourceLinks: false,
  hasIcons: false,
  hasCompletionsCapability: false,
  hasCompletionContext: false,
  hasTitles: false,
  hasVersionHeader: false,
  hasResultTypes: false,
  hasCacheHints: false,
  hasApplicationErrorCodes: false,
};
const TRAITS_2025_03_26: RevisionTraits = {
  ...FIRST_TRAITS,
  hasBatches: true,
  hasProgressMessages: true,
  hasAudio: true,
  hasCompletionsCapability: true,
};
const TRAITS_2025_06_18: RevisionTraits = {
  ...TRAITS_2025_03_26,
  hasBatches: false,
  hasResourceLinks: true,
  hasCompletionContext: true,
  hasStructuredContent: true,
  hasTitles: true,
  hasVersionHeader: true,
};

const TRAITS_2025_11_25: RevisionTraits = { ...TRAITS_2025_06_18, hasIcons: true };

/** @see https://modelcontextprotocol.io/specification/2025-11-25/changelog and that of each revision */
const TRAITS: Readonly<Record<ProtocolRevision, RevisionTraits>> = {
  '2024-11-05': FIRST_TRAITS,
  '2025-03-26': TRAITS_2025_03_26,
  '2025-06-18': TRAITS_2025_06_18,
  '2025-11-25': { ...TRAITS_2025_11_25, hasPrimingEvents: true },
  '2026-07-28': {
    ...TRAITS_2025_11_25,
    hasResultTypes: true,
    hasCacheHints: true,
    hasApplicationErrorCodes: true,
  },
};

export function traitsOf(revision: ProtocolRevision): RevisionTraits {
  return TRAITS[revision];
}
