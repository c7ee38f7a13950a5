import { getHeapStatistics } from 'node:v8';

/** Bounds and heartbeats of SSE responses. Bind an instance to change them. */
export class EventStreamOptions {
  /**
   * Time between comments that keep a silent stream open, in milliseconds. Keep it below the idle timeout of every
   * proxy in front (often 60 s). The first one comes earlier, at a random moment. @default 15_000
   */
  heartbeatMs = 15_000;

  /**
   * Bytes that may wait for one client behind the message being written; above it its stream is closed. One message
   * alone, of any size, closes none. @default 2_097_152
   */
  maxPendingBytes = 2 * 1024 * 1024;

  /**
   * Bytes that may wait for all clients together, every byte of streams and of answers; above it the caller for
   * whom most wait loses the connection with most of it. @default a quarter of the heap limit
   */
  maxBufferedBytes = Math.floor(getHeapStatistics().heap_size_limit / 4);

  /** How long a client may take no byte while bytes wait for it, in milliseconds; then its stream is closed. @default 30_000 */
  stallMs = 30_000;
}
