import { type ProtocolRevision, SESSION_REVISIONS, STATELESS_REVISIONS } from './revisions.js';

/**
 * The ways by which messages come and go over HTTP, as options, logs and metrics name them. `http-sse` is HTTP+SSE, of
 * revision 2024-11-05; `sessionless-post` is a POST to its `/message` without a session, which is answered in its response;
 * `streamable-http` is Streamable HTTP, of the revisions from 2025-03-26 to 2025-11-25; `stateless-http` is what revision
 * 2026-07-28 made of it.
 */
export const WIRES = ['http-sse', 'sessionless-post', 'streamable-http', 'stateless-http'] as const;

export type Wire = (typeof WIRES)[number];

/** The wires of HTTP whose clients have sessions. */
export const SESSION_WIRES = ['http-sse', 'streamable-http'] as const satisfies readonly Wire[];

/** The wires of HTTP whose clients have streams open, and the revisions that those carry. */
export const STREAM_WIRES = {
  'http-sse': SESSION_REVISIONS,
  'streamable-http': SESSION_REVISIONS,
  'stateless-http': STATELESS_REVISIONS,
} as const satisfies Partial<Record<Wire, readonly ProtocolRevision[]>>;

/** The wire of a process that serves the one client that started it. It has no route: a command line chooses it. */
export const STDIO_WIRE = 'stdio';

/** Any wire, as logs and metrics name it. */
export type AnyWire = Wire | typeof STDIO_WIRE;

/** The wires whose clients have sessions, as logs and metrics name them. */
export type SessionWire = (typeof SESSION_WIRES)[number] | typeof STDIO_WIRE;
