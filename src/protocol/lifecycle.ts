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
  logging?: Record<string, never>;
}

export interface InitializeResult {
  readonly protocolVersion: ProtocolRevision;
  readonly capabilities: ServerCapabilities;
  readonly serverInfo: Implementation;
  readonly instructions?: string;
}
