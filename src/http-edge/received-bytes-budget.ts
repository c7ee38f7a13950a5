import { Injectable, Optional } from '@nestjs/common';
import type { HeldBody } from '../http/index.js';
import { UnavailableError } from '../protocol/index.js';
import { HttpEdgeOptions } from './http-edge.options.js';

const RETRY_SECONDS = 5;

/** Bodies of the largest size that always fit; each may take twice its bytes while it grows. */
const MIN_BODIES = 4;

interface Upload {
  bytes: number;
  readonly refuse: (reason: UnavailableError) => void;
}

interface UploadsOfCaller {
  bytes: number;
  readonly uploads: Set<Upload>;
}

/**
 * Bounds the bytes of all bodies that are being received: a client may send all of one but its last byte. One caller has at
 * most a half. Above the total the caller who holds most loses its largest body, so that a few who hold theirs back do not
 * keep others out.
 */
@Injectable()
export class ReceivedBytesBudget {
  private readonly maxBytes: number;
  private readonly byCaller = new Map<string, UploadsOfCaller>();
  private total = 0;

  constructor(@Optional() { maxReceivedBytes, maxBodyBytes }: HttpEdgeOptions = new HttpEdgeOptions()) {
    this.maxBytes = Math.max(maxReceivedBytes, MIN_BODIES * maxBodyBytes);
  }

  /** What all of them hold. */
  get totalBytes(): number {
    return this.total;
  }

  /**
   * @param caller what limits count by
   * @param refuse ends the body, and releases it: at its own growth or at that of another
   */
  hold(caller: string, refuse: (reason: UnavailableError) => void): HeldBody {
    const upload: Upload = { bytes: 0, refuse };
    return {
      growTo: (bytes) => {
        const held = this.resize(caller, upload, bytes);
        if (held.bytes > this.maxBytes / 2) this.refuse(upload);
        else if (this.total > this.maxBytes) this.refuse(this.largestOfHeaviest());
      },
      release: () => this.release(caller, upload),
    };
  }

  private resize(caller: string, upload: Upload, bytes: number): UploadsOfCaller {
    const held = this.byCaller.get(caller) ?? { bytes: 0, uploads: new Set() };
    this.byCaller.set(caller, held);
    held.uploads.add(upload);
    held.bytes += bytes - upload.bytes;
    this.total += bytes - upload.bytes;
    upload.bytes = bytes;
    return held;
  }

  private release(caller: string, upload: Upload): void {
    const held = this.byCaller.get(caller);
    if (!held?.uploads.delete(upload)) return;
    held.bytes -= upload.bytes;
    this.total -= upload.bytes;
    if (held.uploads.size === 0) this.byCaller.delete(caller);
  }

  private refuse(upload: Upload): void {
    upload.refuse(new UnavailableError('overloaded', 'Too many bodies are being received', RETRY_SECONDS));
  }

  private largestOfHeaviest(): Upload {
    const heaviest = [...this.byCaller.values()].reduce(heavier);
    return [...heaviest.uploads].reduce(heavier);
  }
}

function heavier<Held extends { readonly bytes: number }>(most: Held, one: Held): Held {
  return one.bytes > most.bytes ? one : most;
}
