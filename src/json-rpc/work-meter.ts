import type { Caller } from '../callers/index.js';

/** What a request has cost before its tool ran. */
export interface Work {
  /** Bytes of a body. */
  readonly bytes?: number;
  /** Time of decoding or validating, in milliseconds, in which nobody else was served. */
  readonly ms?: number;
}

/** Bytes of a body that are one unit of work: what is smaller is not measured. */
export const WORK_UNIT_BYTES = 64 * 1024;

/** How much work may a caller's requests be? Bind another one to set bounds. */
export abstract class WorkMeter {
  abstract charge(caller: Caller, work: Work): void;

  /**
   * Asked while a body is still unread.
   * @param bytes of the body; `undefined` where the client does not say
   * @throws UnavailableError for a large body of a caller that has used up its work
   */
  abstract admitBody(caller: Caller, bytes: number | undefined): void;
}

/** The default: no bounds. */
export class UnmeteredWork extends WorkMeter {
  charge(): void {}
  admitBody(): void {}
}

/** Charges a caller for the time until `run` returns; what a promise of it takes later costs nothing. */
export function meterWork<Result>(work: WorkMeter, caller: Caller, run: () => Result): Result {
  const startedAtMs = performance.now();
  const result = run();
  work.charge(caller, { ms: performance.now() - startedAtMs });
  return result;
}
