/** The annotation in a tool's input schema that names a header; its value is what follows `Mcp-Param-`. */
export const HEADER_ANNOTATION = 'x-mcp-header';

/**
 * An argument of a tool that clients of 2026-07-28 repeat in an HTTP header, for proxies that do not read bodies.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#custom-headers-from-tool-parameters
 */
export interface HeaderParameter {
  /** As its author writes it: `Mcp-Param-Region`. Names of headers have no case. */
  readonly header: string;
  /** Where its value is in the arguments: `['address', 'region']`. */
  readonly path: readonly string[];
}
