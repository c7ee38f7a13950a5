/**
 * The ways by which messages come and go, as options, logs and metrics name them. `http-sse` is HTTP+SSE, of revision
 * 2024-11-05; `sessionless-post` is a POST to its `/message` without a session, which is answered in its response;
 * `streamable-http` is Streamable HTTP, of the revisions from 2025-03-26 to 2025-11-25.
 */
export const WIRES = ['http-sse', 'sessionless-post', 'streamable-http'] as const;

export type Wire = (typeof WIRES)[number];

/** The wires whose clients have sessions. */
export const SESSION_WIRES = ['http-sse', 'streamable-http'] as const satisfies readonly Wire[];

export type SessionWire = (typeof SESSION_WIRES)[number];
