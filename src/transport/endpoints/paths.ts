/** Where streams of HTTP+SSE open. */
export const SSE_PATH = '/sse';

/** Where messages are posted, unless the app asks for {@link MESSAGE_PATHS}. */
export const SSE_MESSAGE_PATH = `${SSE_PATH}/message`;

/** Where the service has messages posted. Streams name the first one; some clients are set up with the second. */
export const MESSAGE_PATHS = ['/message', '/messages'] as const;

/** Paths that an app may have routes at itself, so they are served when it asks for them. */
export const ALIASES = ['/', ...MESSAGE_PATHS] as const;

export type Alias = (typeof ALIASES)[number];

/** Streamable HTTP. Tokens may be for it before it is served. */
export const MCP_PATH = '/mcp';

/** Probes. */
export const HEALTH_PATH = '/health';

export const METRICS_PATH = '/metrics';

/** RFC 9728, section 3.1: it goes in front of the resource's own path. */
export const METADATA_PATH = '/.well-known/oauth-protected-resource';

/** What is served at the root, whatever prefix the MCP routes have; as path-to-regexp 8 writes patterns. */
export const ROOT_PATHS = [`${HEALTH_PATH}{/*path}`, METRICS_PATH, `${METADATA_PATH}{/*path}`] as const;
