import type { IncomingMessage } from 'node:http';
import { type BodyEnds, endsOf, ParsedBody } from '../json-rpc/index.js';
import type { BodyTooLargeError } from '../protocol/index.js';
import { isJsonContentType } from './content-type.js';
import { HttpError } from './http-error.js';
import { ReceivedBody } from './received-body.js';

/** What one body that is being received holds. */
export interface HeldBody {
  /** Above a bound some body is refused: this one, or one that holds more. */
  growTo(bytes: number): void;
  /** The body is whole, or its client has left. */
  release(): void;
}

/** Counts a body from its first bytes that are not all of it. `refuse` ends the body with the error. */
export type HoldBody = (refuse: (reason: Error) => void) => HeldBody;

/** How large bodies may be. */
export interface BodyLimit {
  readonly maxBytes: number;
  /** A larger one is read up to this, for its ends, and thrown away. */
  readonly maxDiscardedBytes: number;
  /** What is thrown above that. */
  readonly refusal: BodyTooLargeError;
}

/** Is told of a body while it comes. */
export interface BodyWatch {
  readonly hold: HoldBody;
  /** Bytes of a body above the limit that were read in vain: it was broken off, or was larger still. */
  discarded(bytes: number): void;
}

/**
 * The body of a JSON POST; no promise where it is all there already, as a small one is. One that a parser in front of us
 * has read is taken as it is.
 * @returns of one that is too large its ends
 * @throws HttpError 415 for another type, charset or encoding; 400 if the client broke off; 501 for a transfer coding besides
 * chunked, which some proxy may read otherwise (RFC 9112 section 6.1); what `watch.hold` refuses with
 * @throws BodyTooLargeError above `maxDiscardedBytes`
 */
export function readJsonBody(
  request: IncomingMessage,
  limit: BodyLimit,
  watch?: BodyWatch,
): Buffer | ParsedBody | BodyEnds | Promise<Buffer | BodyEnds> {
  const { body } = request as { body?: unknown };
  const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
  const { 'transfer-encoding': coding = 'chunked' } = request.headers;
  if (coding.trim().toLowerCase() !== 'chunked')
    throw new HttpError(501, 'Transfer-Encoding must be chunked alone');
  if (!isJsonContentType(type)) throw new HttpError(415, 'Content-Type must be application/json in UTF-8');
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity')
    throw new HttpError(415, 'Content-Encoding is not supported');
  const announcedBytes = Number(request.headers['content-length'] ?? 0);
  if (body !== undefined) return Buffer.isBuffer(body) ? body : new ParsedBody(body, announcedBytes);
  if (announcedBytes > limit.maxDiscardedBytes) throw limit.refusal;
  // Neither end nor close would come again: the client left while it was asked who it is, or something else read the body.
  if (request.destroyed || request.readableEnded) throw new HttpError(400, 'The body is not there any more');
  if (!isWhole(request, announcedBytes)) return collect(request, limit, announcedBytes, watch);
  if (request.readableLength > limit.maxDiscardedBytes) throw limit.refusal;
  const whole = (request.read() as Buffer | null) ?? Buffer.alloc(0);
  // Its end still has to come, and to be read.
  if (!request.complete) request.resume();
  return whole.length > limit.maxBytes ? endsOf(whole) : whole;
}

/** Node says that a body is complete only behind the callbacks of its last bytes. */
function isWhole({ complete, readableLength }: IncomingMessage, announcedBytes: number): boolean {
  return complete || (announcedBytes > 0 && readableLength === announcedBytes);
}

function collect(
  request: IncomingMessage,
  { maxBytes, maxDiscardedBytes, refusal }: BodyLimit,
  announcedBytes: number,
  watch?: BodyWatch,
): Promise<Buffer | BodyEnds> {
  return new Promise((resolve, reject) => {
    const body = new ReceivedBody(maxBytes, announcedBytes);
    let held: HeldBody | undefined;
    const stop = (): void => {
      held?.release();
      request.off('data', take).off('end', complete).off('error', breakOff).off('close', breakOff);
    };
    const fail = (error: unknown): void => {
      stop();
      if (body.isTooLarge) watch?.discarded(body.length);
      request.resume();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      body.add(chunk);
      if (body.length > maxDiscardedBytes) return fail(refusal);
      // The usual small body is whole now, and its end follows.
      if (body.length === announcedBytes && !held) return;
      held ??= watch?.hold(fail);
      held?.growTo(body.capacity);
    };
    const complete = (): void => {
      stop();
      resolve(body.content);
    };
    const breakOff = (): void => fail(new HttpError(400, 'The body ended early'));
    request.on('data', take).once('end', complete).once('error', breakOff).once('close', breakOff);
  });
}
