import { getHeapStatistics } from 'node:v8';

/** Bounds and heartbeats of SSE responses. Bind an instance to change them. */
export class EventStreamOptions {
  /**
   * Time between comments that keep a silent stream open, in milliseconds. Keep it below the idle timeout of every
   * proxy in front (often 60 s). The first one comes earlier, at a random moment. @default 15_000
   */
  heartbeatMs = 15_000;

  /** Bytes that may wait behind the message being written; above it the stream is closed. @default 2_097_152 */
  maxPendingBytes = 2 * 1024 * 1024;

  /** The same for all streams together; above it the worst is closed. @default a quarter of the heap limit */
  maxBufferedBytes = Math.floor(getHeapStatistics().heap_size_limit / 4);
}
