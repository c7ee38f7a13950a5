/**
 * The ways by which messages come and go, as options, logs and metrics name them. `http-sse` is HTTP+SSE, of revision
 * 2024-11-05; `sessionless-post` is a POST without a session, which is answered in its response.
 */
export const WIRES = ['http-sse', 'sessionless-post'] as const;

export type Wire = (typeof WIRES)[number];

/** The wires whose clients have sessions. */
export const SESSION_WIRES = ['http-sse'] as const satisfies readonly Wire[];

export type SessionWire = (typeof SESSION_WIRES)[number];
