import { isIP } from 'node:net';
import { parseUrl } from '../http/index.js';

const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/([^\s/?#@\\]+)$/i;

/** The authority of an origin whose scheme is neither http nor https: an extension's id, a name that an app gave itself. */
const APP_AUTHORITY = /^[a-z0-9._~-]+(?::\d{1,5})?$/;

const LABEL = /^[a-z0-9_-]+$/;

/** Origins of this machine's own pages, as browsers write them. */
const LOOPBACK_ORIGIN = /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/;

/**
 * An origin as browsers write it, RFC 6454 section 6.1: `scheme://host` in lower case, with a port unless it is the
 * scheme's own. `*.` in front of at least two labels stands for exactly one label.
 * @returns `undefined` for `null`, and for any other text that is not such an origin
 */
export function normalizeOrigin(text: string): string | undefined {
  const [, scheme = '', authority = ''] = ORIGIN.exec(text) ?? [];
  const isWildcard = authority.startsWith('*.');
  const named = isWildcard ? authority.slice(2) : authority;
  if (named === '' || named.includes('*')) return undefined;
  const origin = /^https?$/i.test(scheme)
    ? parseUrl(`${scheme}://${named}`)?.origin
    : APP_AUTHORITY.test(named.toLowerCase())
      ? `${scheme}://${named}`.toLowerCase()
      : undefined;
  // The URL parser decodes %2A and the full-width asterisk to one that nobody wrote.
  if (origin === undefined || origin.includes('*')) return undefined;
  if (!isWildcard) return origin;
  const [host = ''] = origin.slice(origin.indexOf('//') + 2).split(/:\d+$/);
  const labels = host.split('.');
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) && isIP(host) === 0
    ? origin.replace('://', '://*.')
    : undefined;
}

/** Origins that are compared whole, as browsers send them; `null` is never one of them. */
export class AllowedOrigins {
  private readonly origins: ReadonlySet<string>;

  /** @param origins as {@link normalizeOrigin} returns them */
  constructor(
    origins: readonly string[],
    private readonly allowsLoopback: boolean,
  ) {
    this.origins = new Set(origins);
  }

  has(origin: string): boolean {
    return (
      (!origin.includes('*') && (this.origins.has(origin) || this.origins.has(wildcardOf(origin)))) ||
      (this.allowsLoopback && LOOPBACK_ORIGIN.test(origin))
    );
  }
}

/** The entry with `*` that an origin matches, if there is one: its first label is any. */
function wildcardOf(origin: string): string {
  const start = origin.indexOf('://') + 3;
  const dot = origin.indexOf('.', start);
  return LABEL.test(origin.slice(start, dot)) ? `${origin.slice(0, start)}*${origin.slice(dot)}` : '';
}
