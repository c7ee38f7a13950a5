import type { HeaderParameter, NotificationMessage, RequestMessage } from '../../../protocol/index.js';
import { readHeaderText, readPlainText } from './header-text.js';
import { isSame, kindOf } from './mirrored-value.js';
import { type Mirror, mirrorsOf } from './mirrors.js';
import type { HeaderLines } from './read-mcp-headers.js';

export interface MirroredHeadersOptions {
  /** What is done about a request that lacks a header which it has to have. One that is there has to match in any case. */
  readonly absent: 'reject' | 'serve';
}

/**
 * Compares `Mcp-Method`, `Mcp-Name` and `Mcp-Param-*` with the body that they repeat, so that proxies and this server act on the
 * same. A header of this kind that no property declares means nothing. Of a notification, of which the specification asks no
 * header, those that are there have to match.
 * @param parameters those of the tool that a `tools/call` is for; none for other messages, or a tool that is unknown
 * @returns what is wrong with the first header that does not match, in a sentence of bounded length without values of arguments, for
 * -32020 and a status of 400; `undefined` where all match
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#server-validation
 */
export function checkMirroredHeaders(
  headers: HeaderLines,
  message: RequestMessage | NotificationMessage,
  parameters: readonly HeaderParameter[],
  { absent }: MirroredHeadersOptions,
): string | undefined {
  const mayBeAbsent = absent === 'serve' || message.kind === 'notification';
  const fault = checkMethod(headers, message.method, mayBeAbsent);
  if (fault !== undefined) return fault;
  for (const mirror of mirrorsOf(message, parameters)) {
    const found = checkMirror(headers, mirror, mayBeAbsent);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Methods are compared as they stand: none of them needs base64. */
function checkMethod(headers: HeaderLines, method: string, mayBeAbsent: boolean): string | undefined {
  const lines = linesOf(headers, 'Mcp-Method');
  if (lines.length === 0) return mayBeAbsent ? undefined : missing('Mcp-Method', 'the method');
  const other = lines.find((line) => readPlainText(line) !== method);
  return other === undefined ? undefined : differing('Mcp-Method', other, 'the method', method);
}

function checkMirror(headers: HeaderLines, mirror: Mirror, mayBeAbsent: boolean): string | undefined {
  const { header, source, value } = mirror;
  const kind = kindOf(value);
  const lines = linesOf(headers, header);
  if (lines.length === 0 && (mayBeAbsent || kind === 'nothing' || kind === 'other')) return undefined;
  if (kind === 'unsafe')
    return `${capitalised(source)} is beyond ±(2^53 − 1), so that no header can repeat it`;
  if (lines.length === 0) return missing(header, source);
  const texts = lines.map(readHeaderText);
  if (texts.includes(undefined))
    return `The header ${header} cannot be read. Write visible ASCII, or the base64 of UTF-8 between =?base64? and ?=`;
  if (kind === 'nothing') return `The header ${header} is there, but ${source} is not. Send both or neither`;
  const other = texts.find((text) => !isSame(text!, value));
  return other === undefined ? undefined : mismatch(mirror, other);
}

/** Lines that say the same are one to every reader. */
function linesOf(headers: HeaderLines, header: string): string[] {
  return headers[header.toLowerCase()] ?? [];
}

function mismatch({ header, source, value }: Mirror, text: string): string {
  return header === 'Mcp-Name'
    ? differing(header, text, source, value as string)
    : `The header ${header} is not ${source} of the body. Send the same in both`;
}

function missing(header: string, source: string): string {
  return `The header ${header} is missing. Send ${source} of the body in it`;
}

function differing(header: string, text: string, source: string, value: string): string {
  return `The header ${header} is ${quote(text)}, but ${source} of the body is ${quote(value)}. Send the same in both`;
}

/** Longer names are not needed to see which is meant. */
const MAX_QUOTED_LENGTH = 80;

/** Text of a client, as a log or a terminal may show it. */
function quote(text: string): string {
  const shown = text.slice(0, MAX_QUOTED_LENGTH).replaceAll(/[^\x20-\x7e]/g, '?');
  return `"${shown}${text.length > MAX_QUOTED_LENGTH ? '…' : ''}"`;
}

function capitalised(source: string): string {
  return source.charAt(0).toUpperCase() + source.slice(1);
}
