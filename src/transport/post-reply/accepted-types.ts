import type { IncomingMessage } from 'node:http';
import { HttpError } from '../../http/index.js';
import { ErrorCode } from '../../protocol/index.js';
import type { ClientQuirk, RequestQuirks } from '../client-quirks/index.js';
import type { ResponseMode } from './post-reply.js';

const JSON_TYPES = new Set(['application/json', 'application/*', '*/*']);
const STREAM_TYPES = new Set(['text/event-stream', 'text/*', '*/*']);
/** What a client takes (specification 2025-11-25, "Sending Messages to the Server"). A missing `Accept` is any type (RFC 9110, section 12.5.1). */
interface AcceptedTypes {
  readonly json: boolean;
  readonly stream: boolean;
  /** Names the stream, and in front of JSON. */
  readonly prefersStream: boolean;
  /** What an `Accept` of a POST, or of a stream, does not have as it should. */
  readonly quirkOfPost: ClientQuirk | undefined;
  readonly quirkOfStream: ClientQuirk | undefined;
}

const ANY_TYPE: AcceptedTypes = {
  json: true,
  stream: true,
  prefersStream: false,
  quirkOfPost: 'accept-missing',
  quirkOfStream: 'accept-missing',
};

/** Clients send a few values, each with every request. */
const KNOWN = new Map<string, AcceptedTypes>();
const MAX_KNOWN = 50;
const MAX_KNOWN_LENGTH = 200;

function readAccept({ headers: { accept } }: IncomingMessage): AcceptedTypes {
  if (accept === undefined) return ANY_TYPE;
  const known = KNOWN.get(accept);
  if (known) return known;
  const accepted = parseAccept(accept);
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear();
  if (accept.length <= MAX_KNOWN_LENGTH) KNOWN.set(accept, accepted);
  return accepted;
}

function parseAccept(accept: string): AcceptedTypes {
  if (accept.trim() === '') return ANY_TYPE;
  const types = accept
    .toLowerCase()
    .split(',')
    .filter((range) => !/;\s*q=0(?:\.0*)?\s*(?:;|$)/.test(range))
    .map((range) => range.split(';')[0]!.trim());
  const [streamAt, jsonAt] = [types.indexOf('text/event-stream'), types.indexOf('application/json')];
  const json = types.some((type) => JSON_TYPES.has(type));
  const stream = types.some((type) => STREAM_TYPES.has(type));
  const unnamed = findUnnamedQuirk(types, json && stream);
  return {
    json,
    stream,
    prefersStream: streamAt >= 0 && jsonAt >= 0 && streamAt < jsonAt,
    quirkOfPost: streamAt >= 0 && jsonAt >= 0 ? undefined : unnamed,
    quirkOfStream: streamAt >= 0 ? undefined : unnamed,
  };
}

function findUnnamedQuirk(types: readonly string[], takesBoth: boolean): ClientQuirk {
  if (types.length === 0) return 'accept-missing';
  return takesBoth ? 'accept-wildcard' : 'accept-incomplete';
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
  const { json, stream, prefersStream, quirkOfPost } = readAccept(request);
  if (quirkOfPost) quirks.note(quirkOfPost);
  if (!json && !stream) throw notAcceptable('application/json and text/event-stream');
  if (!stream) return 'json';
  if (!json) return 'sse';
  return configured === 'auto' && prefersStream ? 'sse' : configured;
}

/** @throws HttpError 406 for a client that opens a stream and does not take it */
export function requireEventStream(request: IncomingMessage, quirks: RequestQuirks): void {
  const { stream, quirkOfStream } = readAccept(request);
  if (!stream) throw notAcceptable('text/event-stream');
  if (quirkOfStream) quirks.note(quirkOfStream);
}

function notAcceptable(types: string): HttpError {
  return new HttpError(406, `Accept must have ${types}`, ErrorCode.ServerError);
}
