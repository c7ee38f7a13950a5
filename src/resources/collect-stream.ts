import type { McpContext } from '../features/index.js';
import { ErrorCode, ProtocolError } from '../protocol/index.js';

/** @throws ProtocolError for contents that are too large to be sent */
export function refuseLarge(bytes: number | undefined, maxBytes: number): never {
  const size = bytes === undefined ? 'more bytes than are sent' : `${bytes} bytes`;
  throw new ProtocolError(
    ErrorCode.InternalError,
    `The resource has ${size}; at most ${maxBytes} are sent. Ask for less`,
  );
}

/**
 * Reads a stream to its end: text if all its parts are, else bytes.
 * @param label names the method in messages: `FileResources.read`
 * @throws ProtocolError above `maxBytes`, of which no more is read, TypeError for a part that is neither text nor bytes, and
 * what the stream fails with
 */
export async function collectStream(
  stream: AsyncIterable<unknown>,
  { signal }: Pick<McpContext, 'signal'>,
  maxBytes: number,
  label: string,
): Promise<string | Buffer> {
  const iterator = stream[Symbol.asyncIterator]();
  const stop = (): void => {
    // The call has ended: a stream that fails to stop must not end the process.
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  };
  signal.addEventListener('abort', stop, { once: true });
  const parts: Buffer[] = [];
  let bytes = 0;
  let isText = true;
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      const part = toBytes(next.value, label);
      isText &&= typeof next.value === 'string';
      bytes += part.length;
      if (bytes > maxBytes) refuseLarge(undefined, maxBytes);
      parts.push(part);
    }
  } catch (error) {
    stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  const whole = Buffer.concat(parts);
  return isText && parts.length > 0 ? whole.toString() : whole;
}

function toBytes(part: unknown, label: string): Buffer {
  if (typeof part === 'string') return Buffer.from(part);
  if (part instanceof Uint8Array) return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  throw new TypeError(
    `${label} returned a stream of ${typeof part}s. Each of its parts must be text or bytes`,
  );
}
