import { Injectable, Optional } from '@nestjs/common';
import type { HeldBody } from '../http/index.js';
import { UnavailableError } from '../protocol/index.js';
import { HttpEdgeOptions } from './http-edge.options.js';

const RETRY_SECONDS = 5;

/** Bodies of the largest size that always fit; each may take twice its bytes while it grows. */
const MIN_BODIES = 4;

/**
 * Bounds the bytes of all bodies that are being received: a client may send all of one but its last byte. One caller has at
 * most a half, so that others are served meanwhile.
 */
@Injectable()
export class ReceivedBytesBudget {
  private readonly maxBytes: number;
  private readonly byCaller = new Map<string, number>();
  private total = 0;

  constructor(@Optional() { maxReceivedBytes, maxBodyBytes }: HttpEdgeOptions = new HttpEdgeOptions()) {
    this.maxBytes = Math.max(maxReceivedBytes, MIN_BODIES * maxBodyBytes);
  }

  /** What all of them hold. */
  get totalBytes(): number {
    return this.total;
  }

  /** @param caller what limits count by */
  hold(caller: string): HeldBody {
    let held = 0;
    const change = (bytes: number): void => {
      const ofCaller = (this.byCaller.get(caller) ?? 0) + bytes - held;
      if (ofCaller > 0) this.byCaller.set(caller, ofCaller);
      else this.byCaller.delete(caller);
      this.total += bytes - held;
      held = bytes;
    };
    return {
      growTo: (bytes) => {
        change(bytes);
        if (this.total <= this.maxBytes && (this.byCaller.get(caller) ?? 0) <= this.maxBytes / 2) return;
        throw new UnavailableError('overloaded', 'Too many bodies are being received', RETRY_SECONDS);
      },
      release: () => change(0),
    };
  }
}
