import type { IncomingMessage } from 'node:http';
import { requestUrl } from '../http/index.js';
import { AccessError } from '../protocol/index.js';

const MAX_TOKEN_LENGTH = 8 * 1024;
/** RFC 6750, section 2.1: one token68 behind the scheme. */
const CREDENTIALS = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
const MAX_HEADER_LENGTH = MAX_TOKEN_LENGTH + 'Bearer '.length;

/**
 * The token in a request's Authorization header, or `undefined` if it has no such header.
 * @throws AccessError for credentials of any other form or in any other place
 */
export function readBearerToken(request: IncomingMessage): string | undefined {
  refuseTokenInUrl(request);
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  if (authorization.length > MAX_HEADER_LENGTH)
    throw refusal(`The token is longer than ${MAX_TOKEN_LENGTH} characters`);
  const [, token] = CREDENTIALS.exec(authorization) ?? [];
  // Node keeps the first of several Authorization headers and says nothing.
  if (token === undefined || countOf('authorization', request.rawHeaders) > 1)
    throw refusal('Authorization must be "Bearer" and one token');
  return token;
}

/** URLs end up in logs, histories and Referer headers. */
function refuseTokenInUrl(request: IncomingMessage): void {
  if (!/access|%/i.test(request.url ?? '')) return;
  if (requestUrl(request).query.has('access_token'))
    throw refusal('Send the token in the Authorization header, not in the URL; this one has to be replaced');
}

function countOf(name: string, rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]!.length === name.length && rawHeaders[index]!.toLowerCase() === name) count++;
  return count;
}

function refusal(message: string): AccessError {
  return new AccessError('unauthenticated', message);
}
