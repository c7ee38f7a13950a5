import type { IncomingMessage } from 'node:http';

/** The path and the query of a request as the client sent them, whatever router it went through. */
export function requestUrl(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const { originalUrl = request.url ?? '/' } = request as { originalUrl?: string };
  const target = originalUrl.startsWith('/') ? originalUrl : originalUrl.replace(/^\w+:\/\/[^/?]*/, '');
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: new URLSearchParams() }
    : { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark)) };
}

/** The part of a request's path in front of the route's own, as it goes into a URL. */
export function prefixOf(request: IncomingMessage, routePath: string): string {
  const path = requestUrl(request).path.replace(/\/+$/, '');
  return path.slice(0, path.length - routePath.length).replace(RAW_BYTE, toPercent);
}

/** Node reads the bytes of a request target as Latin-1; in a URI those above ASCII are escaped. */
const RAW_BYTE = /[\x80-\xFF]/g;

function toPercent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase()}`;
}
