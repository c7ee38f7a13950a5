import type { IncomingMessage } from 'node:http';
import { HttpError, prefixOf, requestUrl } from '../../http/index.js';
import { ErrorCode } from '../../protocol/index.js';

const RESUME_KEY = /^[A-Za-z0-9_-]{22,128}$/;

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

/** A route that opens streams, by its path without any prefix, and where the messages of its streams are posted. */
export interface StreamRoute {
  readonly path: string;
  readonly messagePath: string;
}

/** Where the messages of a stream are posted: behind whatever prefix the stream was reached by. */
export function messagePath(request: IncomingMessage, route: StreamRoute): string {
  return prefixOf(request, route.path) + route.messagePath;
}
