import type { IncomingMessage } from 'node:http';
import { ErrorCode, isSessionRevision, type ProtocolRevision } from '../../protocol/index.js';
import { HttpError, requestUrl } from '../../http-edge/index.js';

const RESUME_KEY = /^[A-Za-z0-9_-]{22,128}$/;

/** Whether a client asks for an event stream by name: every MCP client does, and a browser's EventSource. */
export function acceptsEventStream({ headers }: IncomingMessage): boolean {
  return headers.accept?.toLowerCase().includes('text/event-stream') ?? false;
}

/** The `resume` key of a stream's URL. @throws HttpError 400 for one that could be guessed */
export function readResumeKey(request: IncomingMessage): string | undefined {
  const key = requestUrl(request).query.get('resume');
  if (key === null) return undefined;
  if (RESUME_KEY.test(key)) return key;
  throw new HttpError(
    400,
    'resume must have 22 to 128 characters of A-Z a-z 0-9 _ -, made from at least 128 random bits',
    ErrorCode.InvalidParams,
  );
}

export function readLastEventId({ headers }: IncomingMessage): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' ? id : undefined;
}

/** The revision that a request names, if this server knows it. */
export function readRevision({ headers }: IncomingMessage): ProtocolRevision | undefined {
  const revision = headers['mcp-protocol-version'];
  return isSessionRevision(revision) ? revision : undefined;
}

/** Where the messages of a stream are posted: beside the stream's own route, behind whatever prefix it was reached by. */
export function messagePath(request: IncomingMessage, route: string): string {
  const path = requestUrl(request).path.replace(/\/+$/, '');
  return `${path.slice(0, path.length - route.length).replace(RAW_BYTE, toPercent)}/message`;
}

/** Node reads the bytes of a request target as Latin-1; in a URI those above ASCII are escaped. */
const RAW_BYTE = /[\x80-\xFF]/g;

function toPercent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase()}`;
}
