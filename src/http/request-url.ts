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
