import { readClientCapabilities, readClientInfo } from './client-statement.js';
import { InvalidParamsError } from './errors.js';
import type { ClientCapabilities, Implementation } from './lifecycle.js';
import { isLoggingLevel, LOGGING_LEVELS, type LoggingLevel } from './logging.js';
import { isRecord, type Params } from './message.js';
import { isSessionRevision } from './revisions.js';

/**
 * The keys of `_meta` that revision 2026-07-28 gave a meaning.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic#_meta
 */
export const META_KEYS = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  subscriptionId: 'io.modelcontextprotocol/subscriptionId',
} as const;

/** What a request without a session says of its client. */
export interface RequestMeta {
  /** The revision that it speaks, which may be one that is not served. */
  readonly protocolVersion: string;
  readonly capabilities: ClientCapabilities;
  readonly client: Implementation | undefined;
  /** The least severe log message that it wants; without one it gets none. */
  readonly loggingLevel: LoggingLevel | undefined;
}

/** Requests that no revision with sessions has. */
const STATELESS_METHODS: ReadonlySet<unknown> = new Set(['server/discover', 'subscriptions/listen']);

/**
 * Whether a message is of a revision without sessions: by its `_meta`, or since no other has its method. One whose `_meta`
 * names a revision with sessions is of that.
 * @param message as it came, or decoded
 */
export function isStatelessMessage(message: unknown): boolean {
  if (!isRecord(message)) return false;
  const { method, params } = message;
  const meta = isRecord(params) ? params['_meta'] : undefined;
  if (!isRecord(meta)) return STATELESS_METHODS.has(method);
  const version = meta[META_KEYS.protocolVersion];
  if (version === undefined && meta[META_KEYS.clientCapabilities] === undefined)
    return STATELESS_METHODS.has(method);
  return !isSessionRevision(version);
}

/**
 * @throws InvalidParamsError for a request that leaves out what it must say, or says it in the wrong type
 * @see https://modelcontextprotocol.io/specification/2026-07-28/schema#requestmetaobject
 */
export function readRequestMeta({ _meta }: Params): RequestMeta {
  const meta = isRecord(_meta) ? _meta : {};
  const protocolVersion = meta[META_KEYS.protocolVersion];
  if (typeof protocolVersion !== 'string') throw missing(META_KEYS.protocolVersion);
  const capabilities = readClientCapabilities(meta, META_KEYS.clientCapabilities);
  if (!capabilities) throw missing(META_KEYS.clientCapabilities);
  const loggingLevel = meta[META_KEYS.logLevel] ?? undefined;
  if (loggingLevel !== undefined && !isLoggingLevel(loggingLevel))
    throw new InvalidParamsError(`${META_KEYS.logLevel} must be one of ${LOGGING_LEVELS.join(', ')}`);
  const client = readClientInfo(meta, META_KEYS.clientInfo);
  return { protocolVersion, capabilities, client, loggingLevel };
}

function missing(key: string): InvalidParamsError {
  return new InvalidParamsError(`params._meta must have ${key}`);
}
