import type { ProtocolRevision } from './revisions.js';

/** How a client or server names itself. */
export interface Implementation {
  readonly name: string;
  readonly version: string;
  readonly title?: string;
}

/** What a client says it can do; unknown members are kept. */
export type ClientCapabilities = Readonly<Record<string, unknown>>;

export interface ServerCapabilities {
  tools?: { listChanged?: boolean };
  prompts?: { listChanged?: boolean };
  completions?: Record<string, never>;
  resources?: { subscribe?: boolean; listChanged?: boolean };
  logging?: Record<string, never>;
}

/**
 * For how long, and for whom, a client or a cache in front of it may keep a result.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/schema#cacheableresult
 */
export interface CacheHints {
  readonly ttlMs: number;
  /** `private` where it is another one for other callers. */
  readonly cacheScope: 'public' | 'private';
}

/** The result of `server/discover`, as its handler makes it. */
export interface DiscoverResult {
  readonly supportedVersions: readonly ProtocolRevision[];
  readonly capabilities: ServerCapabilities;
  readonly instructions?: string;
}

export interface InitializeResult {
  readonly protocolVersion: ProtocolRevision;
  readonly capabilities: ServerCapabilities;
  readonly serverInfo: Implementation;
  readonly instructions?: string;
}
