import type { IncomingMessage } from 'node:http';
import { ParsedBody } from '../json-rpc/index.js';
import { isJsonContentType } from './content-type.js';
import { GrowingBuffer } from './growing-buffer.js';
import { HttpError } from './http-error.js';

/** What one body that is being received holds. */
export interface HeldBody {
  /** Above a bound some body is refused: this one, or one that holds more. */
  growTo(bytes: number): void;
  /** The body is whole, or its client has left. */
  release(): void;
}

/** Counts a body from its first bytes that are not all of it. `refuse` ends the body with the error. */
export type HoldBody = (refuse: (reason: Error) => void) => HeldBody;

/**
 * The body of a JSON POST; no promise where it is all there already, as a small one is. One that a parser in front of us
 * has read is taken as it is.
 * @param hold counts what the body takes while it comes
 * @throws HttpError 415 for another type, charset or encoding; 413 above `maxBytes`; 400 if the client broke off; 501 for
 * a transfer coding besides chunked, which some proxy may read otherwise (RFC 9112 section 6.1); what `hold` refuses with
 */
export function readJsonBody(
  request: IncomingMessage,
  maxBytes: number,
  hold?: HoldBody,
): Buffer | ParsedBody | Promise<Buffer> {
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
  if (announcedBytes > maxBytes) throw tooLarge(maxBytes);
  // Neither end nor close would come again: the client left while it was asked who it is, or something else read the body.
  if (request.destroyed || request.readableEnded) throw new HttpError(400, 'The body is not there any more');
  if (!request.complete) return collect(request, maxBytes, announcedBytes, hold);
  if (request.readableLength > maxBytes) throw tooLarge(maxBytes);
  return (request.read() as Buffer | null) ?? Buffer.alloc(0);
}

function collect(
  request: IncomingMessage,
  maxBytes: number,
  announcedBytes: number,
  hold?: HoldBody,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body = new GrowingBuffer();
    let held: HeldBody | undefined;
    const stop = (): void => {
      held?.release();
      request.off('data', take).off('end', complete).off('error', breakOff).off('close', breakOff);
    };
    const fail = (error: unknown): void => {
      stop();
      request.resume();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      if (body.length + chunk.length > maxBytes) return fail(tooLarge(maxBytes));
      body.add(chunk);
      // The usual small body is whole now, and its end follows.
      if (body.length === announcedBytes && !held) return;
      held ??= hold?.(fail);
      held?.growTo(body.capacity);
    };
    const complete = (): void => {
      stop();
      resolve(body.bytes);
    };
    const breakOff = (): void => fail(new HttpError(400, 'The body ended early'));
    request.on('data', take).once('end', complete).once('error', breakOff).once('close', breakOff);
  });
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, `The body may have at most ${maxBytes} bytes`);
}
