import type { IncomingMessage } from 'node:http';
import { ParsedBody } from '../json-rpc/index.js';
import { HttpError } from './http.error.js';

/** `application/json`, in UTF-8 or without a charset. */
const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

/**
 * The body of a JSON POST. One that a parser in front of us has read already is taken as it is.
 * @throws HttpError 415 for another type, charset or encoding; 413 above `maxBytes`; 400 if the client broke off
 */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | ParsedBody> {
  const { body } = request as { body?: unknown };
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = request.headers;
  if (!JSON_TYPE.test(type.trim()))
    throw new HttpError(415, 'Content-Type must be application/json in UTF-8');
  if (encoding.trim().toLowerCase() !== 'identity')
    throw new HttpError(415, 'Content-Encoding is not supported');
  if (body !== undefined) return Buffer.isBuffer(body) ? body : new ParsedBody(body);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  // Neither end nor close would come again: the client left while it was asked who it is, or something else read the body.
  if (request.destroyed || request.readableEnded) throw new HttpError(400, 'The body is not there any more');
  return collect(request, maxBytes);
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stop = (error: HttpError): void => {
      request.removeAllListeners('data');
      request.resume();
      reject(error);
    };
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) stop(tooLarge(maxBytes));
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.once('error', () => stop(new HttpError(400, 'The body ended early')));
    request.once('close', () => stop(new HttpError(400, 'The body ended early')));
  });
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, `The body may have at most ${maxBytes} bytes`);
}
