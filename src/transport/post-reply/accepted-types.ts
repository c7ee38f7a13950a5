import type { IncomingMessage } from 'node:http';
import { HttpError } from '../../http/index.js';
import { ErrorCode } from '../../protocol/index.js';
import type { RequestQuirks } from '../client-quirks/index.js';
import type { ResponseMode } from './post-reply.js';

const JSON_TYPES = new Set(['application/json', 'application/*', '*/*']);
const STREAM_TYPES = new Set(['text/event-stream', 'text/*', '*/*']);
/** What a client names in its `Accept` (specification 2025-11-25, "Sending Messages to the Server"). */
const TYPES_OF_POST = ['application/json', 'text/event-stream'];
const TYPES_OF_STREAM = ['text/event-stream'];

/** What a client takes. A missing `Accept` is any type (RFC 9110, section 12.5.1). */
interface AcceptedTypes {
  /** As they are named. */
  readonly types: readonly string[];
  readonly json: boolean;
  readonly stream: boolean;
  /** Names the stream, and in front of JSON. */
  readonly prefersStream: boolean;
}

const ANY_TYPE: AcceptedTypes = { types: [], json: true, stream: true, prefersStream: false };

function readAccept({ headers: { accept } }: IncomingMessage): AcceptedTypes {
  if (accept === undefined || accept.trim() === '') return ANY_TYPE;
  const types = accept
    .toLowerCase()
    .split(',')
    .filter((range) => !/;\s*q=0(?:\.0*)?\s*(?:;|$)/.test(range))
    .map((range) => range.split(';')[0]!.trim());
  const [stream, json] = [types.indexOf('text/event-stream'), types.indexOf('application/json')];
  return {
    types,
    json: types.some((type) => JSON_TYPES.has(type)),
    stream: types.some((type) => STREAM_TYPES.has(type)),
    prefersStream: stream >= 0 && json >= 0 && stream < json,
  };
}

/**
 * How a POST is answered: as the server is set, unless its client takes no such answer.
 * @throws HttpError 406 for a client that takes neither JSON nor an event stream
 */
export function chooseResponseMode(
  request: IncomingMessage,
  configured: ResponseMode,
  quirks: RequestQuirks,
): ResponseMode {
  const accepted = readAccept(request);
  const { json, stream, prefersStream } = accepted;
  noteUnnamed(accepted, TYPES_OF_POST, quirks);
  if (!json && !stream) throw notAcceptable('application/json and text/event-stream');
  if (!stream) return 'json';
  if (!json) return 'sse';
  return configured === 'auto' && prefersStream ? 'sse' : configured;
}

/** @throws HttpError 406 for a client that opens a stream and does not take it */
export function requireEventStream(request: IncomingMessage, quirks: RequestQuirks): void {
  const accepted = readAccept(request);
  if (!accepted.stream) throw notAcceptable('text/event-stream');
  noteUnnamed(accepted, TYPES_OF_STREAM, quirks);
}

function noteUnnamed(
  { types, json, stream }: AcceptedTypes,
  required: readonly string[],
  quirks: RequestQuirks,
): void {
  if (required.every((type) => types.includes(type))) return;
  if (types.length === 0) quirks.note('accept-missing');
  else quirks.note(json && stream ? 'accept-wildcard' : 'accept-incomplete');
}

function notAcceptable(types: string): HttpError {
  return new HttpError(406, `Accept must have ${types}`, ErrorCode.ServerError);
}
