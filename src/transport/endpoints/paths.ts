/** Where streams of HTTP+SSE open. */
export const SSE_PATH = '/sse';

/** Where messages are posted. Streams name the first one; some clients were told the second. */
export const MESSAGE_PATHS = ['/message', '/messages'] as const;

/** Streamable HTTP. Tokens may be for it before it is served. */
export const MCP_PATH = '/mcp';

/** Probes. */
export const HEALTH_PATH = '/health';

export const METRICS_PATH = '/metrics';

/** RFC 9728, section 3.1: it goes in front of the resource's own path. */
export const METADATA_PATH = '/.well-known/oauth-protected-resource';

/** What is served at the root, whatever prefix the MCP routes have; as path-to-regexp 8 writes patterns. */
export const ROOT_PATHS = [`${HEALTH_PATH}{/*path}`, METRICS_PATH, `${METADATA_PATH}{/*path}`] as const;
