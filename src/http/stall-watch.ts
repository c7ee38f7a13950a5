import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { readSendQueues } from './send-queues.js';

/** How often in its time a response is looked at. */
const LOOKS = 10;

/** A client that stands still takes a little more of what is held when it sends something, or its system makes room. */
const PROGRESS_BYTES = 32 * 1024;

interface Watched {
  readonly cut: () => void;
  takenBytes: number;
  sinceMs: number;
  /** Bytes that the operating system held when the silence began, once they are read. */
  heldBytes?: number | undefined;
}

/**
 * Cuts responses whose clients take no byte while bytes wait for them. The socket's own time-out does not do: what a
 * client sends renews it, anyone who handles a request of the connection may turn it off, and over TLS it sees no
 * progress within a write. One timer looks at all responses, and runs only while there are any. Linux takes more bytes only
 * once a third of what it holds, megabytes at times, has left; so that is looked at before a cut.
 */
export class StallWatch {
  private readonly watched = new Map<ServerResponse, Watched>();
  private timer: NodeJS.Timeout | undefined;

  /** @param stallMs how long a client may take nothing, in milliseconds; the cut comes up to a fifth of that later */
  constructor(private readonly stallMs: number) {}

  /** Watches a response until nothing waits for its client any more. */
  watch(response: ServerResponse, cut: () => void): void {
    if (this.watched.has(response)) return;
    this.watched.set(response, { cut, takenBytes: takenBytes(response), sinceMs: performance.now() });
    this.timer ??= setInterval(this.look, this.stallMs / LOOKS).unref();
  }

  /** Ends the timer. */
  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private readonly look = (): void => {
    const silent: ServerResponse[] = [];
    for (const [response, watched] of this.watched) {
      if (hasClosed(response) || response.writableLength === 0) this.watched.delete(response);
      else if (!response.socket || hasTaken(response, watched)) renew(watched);
      else if (watched.heldBytes === undefined || this.isOverdue(watched)) silent.push(response);
    }
    if (this.watched.size === 0) this.stop();
    if (silent.length > 0) void this.lookDeeper(silent);
  };

  private async lookDeeper(silent: readonly ServerResponse[]): Promise<void> {
    const held = await readSendQueues(silent.map(({ req }) => req.socket));
    for (const response of silent) {
      const watched = this.watched.get(response);
      if (!watched || hasClosed(response)) continue;
      const heldBytes = held.get(response.req.socket) ?? 0;
      watched.heldBytes ??= heldBytes;
      if (hasTaken(response, watched) || watched.heldBytes - heldBytes >= PROGRESS_BYTES) {
        renew(watched);
        watched.heldBytes = heldBytes;
      }
      if (!this.isOverdue(watched)) continue;
      this.watched.delete(response);
      watched.cut();
    }
  }

  private isOverdue({ sinceMs }: Watched): boolean {
    return performance.now() - sinceMs >= this.stallMs;
  }
}

/** What waits behind another response of its connection cannot be taken yet, so that its time begins anew as well. */
function renew(watched: Watched): void {
  watched.sinceMs = performance.now();
  watched.heldBytes = undefined;
}

/** Node closes no response that still waits behind another one when their connection closes. */
function hasClosed(response: ServerResponse): boolean {
  return response.closed || response.req.socket.destroyed;
}

function hasTaken(response: ServerResponse, watched: Watched): boolean {
  const bytes = takenBytes(response);
  const hasTakenMore = bytes !== watched.takenBytes;
  watched.takenBytes = bytes;
  return hasTakenMore;
}

/** Bytes of finished writes: what is written while nothing is taken adds to both numbers. */
function takenBytes({ socket }: { socket: Socket | null }): number {
  return socket ? socket.bytesWritten - socket.writableLength : 0;
}
