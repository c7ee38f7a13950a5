import { ConfigurationError, InvalidParamsError } from '../protocol/index.js';

/** A longer URI is refused. */
export const MAX_URI_LENGTH = 2048;

/** RFC 3986 section 3.1 */
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** What a URI may hold, RFC 3986 section 2. */
const CHARACTERS = /^[!#$&'()*+,\-./0-9:;=?@A-Z[\]_a-z~%]+$/;

/** @throws ConfigurationError for text that is not an absolute URI @param label names the author's method in messages */
export function checkUri(uri: string, label: string): void {
  checkScheme(uri, label);
  if (/[{}]/.test(uri))
    throw new ConfigurationError(`${label}: ${uri} has variables. Write @ResourceTemplate('${uri}')`);
  if (!CHARACTERS.test(uri))
    throw new ConfigurationError(
      `${label}: ${uri} has characters that a URI cannot have. Write ${encodeURI(uri)}`,
    );
  if (uri.length > MAX_URI_LENGTH)
    throw new ConfigurationError(`${label}: its URI has more than ${MAX_URI_LENGTH} characters. Shorten it`);
}

/** @throws ConfigurationError for a URI, or a template, without a scheme */
export function checkScheme(uri: string, label: string): void {
  if (SCHEME.test(uri)) return;
  throw new ConfigurationError(
    `${label}: ${JSON.stringify(uri)} has no scheme. Begin it with one of your own, as in config://app`,
  );
}

/** @throws InvalidParamsError for params that name no URI */
export function readUri({ uri }: Readonly<Record<string, unknown>>): string {
  if (typeof uri !== 'string') throw new InvalidParamsError('uri must be a string');
  if (uri.length > MAX_URI_LENGTH)
    throw new InvalidParamsError(`uri has more than ${MAX_URI_LENGTH} characters`);
  return uri;
}
