export { checkMirroredHeaders, type MirroredHeadersOptions } from './check-mirrored-headers.js';
export { type HeaderLines, readMcpHeaders } from './read-mcp-headers.js';
