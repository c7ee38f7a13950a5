import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How often in its time a response is looked at. */
const LOOKS = 10;

/**
 * What the operating system holds for a client at most: `net.ipv4.tcp_wmem` of Linux by default. It takes more only when
 * about a third of that has left, so that a client of 20 kB/s is seen to read after as long as 70 s.
 */
const MAX_HELD_BYTES = 4 * 1024 * 1024;

/** With no more than this, progress is seen within half the time of a client that reads 20 kB/s and has 30 s. */
const QUICK_BYTES = MAX_HELD_BYTES / 3;

interface Watched {
  readonly cut: () => void;
  takenBytes: number;
  sinceMs: number;
}

/**
 * Cuts responses whose clients take no byte while bytes wait for them. The socket's own time-out does not do: what a
 * client sends renews it, anyone who handles a request of the connection may turn it off, and over TLS it sees no
 * progress within a write. One timer looks at all responses, and runs only while there are any.
 */
export class StallWatch {
  private readonly watched = new Map<ServerResponse, Watched>();
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param stallMs how long a client may take nothing, in milliseconds; the cut comes up to a fifth of that later, and where
   * the operating system holds megabytes for the client, after up to three times as long
   */
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
    const nowMs = performance.now();
    for (const [response, watched] of this.watched) {
      if (response.closed || response.writableLength === 0) this.watched.delete(response);
      else if (hasTaken(response, watched)) watched.sinceMs = nowMs;
      else if (nowMs - watched.sinceMs >= this.stallMs * patienceFor(watched)) {
        this.watched.delete(response);
        watched.cut();
      }
    }
    if (this.watched.size === 0) this.stop();
  };
}

/** How many times as long a client may be silent, from one to three. */
function patienceFor(watched: Watched): number {
  return Math.max(1, Math.min(watched.takenBytes, MAX_HELD_BYTES) / QUICK_BYTES);
}

/** What waits behind another response of its connection cannot be taken yet. */
function hasTaken(response: ServerResponse, watched: Watched): boolean {
  const bytes = takenBytes(response);
  const hasTakenMore = bytes !== watched.takenBytes;
  watched.takenBytes = bytes;
  return hasTakenMore || !response.socket;
}

/** Bytes of finished writes: what is written while nothing is taken adds to both numbers. */
function takenBytes({ socket }: { socket: Socket | null }): number {
  return socket ? socket.bytesWritten - socket.writableLength : 0;
}
