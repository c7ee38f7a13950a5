/**
 * What clients do otherwise than their revision asks, and are served for all that:
 * - `accept-missing`: no `Accept`, or one that is empty;
 * - `accept-wildcard`: an `Accept` of any type, which takes the types that it should name;
 * - `accept-incomplete`: an `Accept` that leaves one of the types out;
 * - `content-type-on-get`: a `Content-Type` where there is no content;
 * - `protocol-version-doubled`: `MCP-Protocol-Version` with one value twice;
 * - `protocol-version-missing`: no `MCP-Protocol-Version`, where the revision agreed on asks for it;
 * - `protocol-version-older`: an older served revision in `MCP-Protocol-Version` than `_meta` has;
 * - `protocol-version-other`: a served revision in `MCP-Protocol-Version`, and not the one agreed on;
 * - `streamable-http-at-sse`: messages of Streamable HTTP at the URL of HTTP+SSE.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#streamable-http
 */
export const CLIENT_QUIRKS = [
  'accept-missing',
  'accept-wildcard',
  'accept-incomplete',
  'content-type-on-get',
  'protocol-version-doubled',
  'protocol-version-missing',
  'protocol-version-older',
  'protocol-version-other',
  'streamable-http-at-sse',
] as const;

export type ClientQuirk = (typeof CLIENT_QUIRKS)[number];
