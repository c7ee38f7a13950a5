import { Writable } from 'node:stream';
import type { StdioPipes } from './stdio-conversation.js';

/** What waits for a reader of the standard error that has stalled; what tools print beyond that is dropped. */
const MAX_PRINTED_BYTES = 1024 * 1024;

type Write = typeof process.stdout.write;
type End = typeof process.stdout.end;

let claimed: StdioPipes | undefined;

/**
 * Takes the standard input and output for the protocol alone: from now on `console.log`, and whatever else writes to
 * `process.stdout`, goes to the standard error, and ending or destroying it ends nothing. Child processes that inherit
 * descriptor 1, and writes to its number, do not.
 */
export function claimStandardStreams(): StdioPipes {
  claimed ??= { input: process.stdin, output: claimOutput() };
  return claimed;
}

function claimOutput(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = print;
  stdout.end = endPrinting;
  stdout.destroy = () => stdout;
  // A client that has died closes both. The output of the protocol hears of it by its own writes.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => write(chunk, (error) => done(error)),
  });
}

/** Takes everything, as far as there is room: who prints does not wait. */
const print = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
  const done = rest.find((one) => typeof one === 'function') as ((error?: Error | null) => void) | undefined;
  const encoding = typeof rest[0] === 'string' ? (rest[0] as BufferEncoding) : undefined;
  if (process.stderr.writableLength > MAX_PRINTED_BYTES) process.nextTick(() => done?.());
  else process.stderr.write(chunk, encoding, done);
  return true;
}) as Write;

/** Who prints has ended; others go on. */
const endPrinting = ((...given: unknown[]): typeof process.stdout => {
  const [first, ...rest] = given;
  const hasChunk = first !== undefined && first !== null && typeof first !== 'function';
  print(...((hasChunk ? [first, ...rest] : ['', ...given]) as Parameters<Write>));
  return process.stdout;
}) as End;
