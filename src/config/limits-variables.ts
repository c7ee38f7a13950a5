import { parseRate } from '../callers/index.js';
import { custom, integer, type Variable } from './variable.js';

export const LIMITS = {
  RATE_LIMIT: rate({
    fallback: '600/minute',
    description:
      'Requests of one principal; without authentication, of one address (IPv6: of one /64). Responses, notifications, `ping` and `initialize` do not count. Of all HTTP requests together ten times as many may come.',
  }),
  TOOL_RATE_LIMIT: rate({
    fallback: 'off',
    description: 'Calls of one tool by one of them, where `@Tool({ rate })` says nothing else.',
  }),
  WORK_LIMIT: rate({
    fallback: '3000/minute',
    description:
      'Work of one principal; without authentication, of one address. 64 KiB of a body are a unit, and 10 ms of decoding or validating it; what is smaller is free.',
  }),
  AUTH_FAILURES_LIMIT: rate({
    fallback: '20/minute',
    description: 'Wrong credentials from one address.',
  }),
  MAX_EVENT_LOOP_DELAY_MS: integer(0, 60_000, {
    fallback: 500,
    description:
      'How late the event loop may be, by 99 of 100 samples of five seconds; above it new streams and calls of callers with more than their share of the work are refused until it is below half of it, and above twice of it those of all. `0` measures nothing.',
  }),
  MAX_SESSIONS: integer(1, 1_000_000, {
    fallback: 10_000,
    description:
      'Sessions, with an open stream or without. One that waits for its client makes room for a new one.',
  }),
  MAX_SESSIONS_PER_PRINCIPAL: integer(1, 1_000_000, {
    fallback: 1000,
    description: 'The same for one principal: the longest waiting of its own makes room for a new one.',
  }),
  MAX_SESSIONS_PER_ADDRESS: integer(0, 1_000_000, {
    fallback: 0,
    shownDefault: 'a quarter of `MAX_SESSIONS`, loopback excepted',
    description:
      'The same for one client address (IPv6: one /64) without a principal. Behind a proxy set `TRUST_PROXY`, or all clients have its address.',
  }),
  MAX_STREAMS: integer(1, 1_000_000, { fallback: 10_000, description: 'Open event streams.' }),
  MAX_STREAMS_PER_PRINCIPAL: integer(1, 1_000_000, {
    fallback: 1000,
    description: 'The same for one principal.',
  }),
  MAX_STREAMS_PER_ADDRESS: integer(0, 1_000_000, {
    fallback: 0,
    shownDefault: 'a quarter of `MAX_STREAMS`, loopback excepted',
    description: 'The same for one client address without a principal.',
  }),
  MAX_CALLS: integer(1, 1_000_000, { fallback: 2048, description: 'Calls running at once.' }),
  MAX_CALLS_PER_PRINCIPAL: integer(1, 1_000_000, {
    fallback: 256,
    description: 'The same for one principal; without authentication, for one address.',
  }),
  MAX_CALLS_PER_SESSION: integer(1, 1_000_000, {
    fallback: 64,
    description: 'The same for one session.',
  }),
  MAX_SUBSCRIPTIONS_PER_SESSION: integer(0, 10_000, {
    fallback: 100,
    description:
      'Resources that one session, or one listening stream, may subscribe to; one more is refused.',
  }),
  MAX_BODY_BYTES: integer(1024, 1_073_741_824, {
    fallback: 4_194_304,
    description:
      'A request body. A larger tool call is answered by a result that says so, other messages with 413; above four times as many bytes all with 413.',
  }),
  MAX_BODY_VALUES: integer(100, 100_000_000, {
    fallback: 100_000,
    description: 'JSON values of a request body: objects, arrays and what they hold; 400 above it.',
  }),
  MAX_RESULT_BYTES: integer(1024, 1_073_741_824, {
    fallback: 1_000_000,
    description:
      'The result of a tool call or a prompt, or the contents of a resource; above it the answer is an error that says so. Many clients drop SSE events above 1 MiB.',
  }),
  LIST_PAGE_SIZE: integer(1, 100_000, {
    fallback: 1000,
    description:
      'Tools on one page of `tools/list`, and so prompts and resources, which ends before 900000 bytes. Many clients read only the first page: the start warns of what is not on it.',
  }),
  LIST_TTL_MS: integer(0, 86_400_000, {
    fallback: 60_000,
    description:
      'For how long clients of revision 2026-07-28 may keep a list and `server/discover`, in milliseconds, as `ttlMs`.',
  }),
  MAX_PENDING_BYTES: integer(1024, 1_073_741_824, {
    fallback: 2_097_152,
    description:
      'Bytes of one stream that may wait behind the message being written; above it the stream is closed.',
  }),
  MAX_BUFFERED_BYTES: integer(1024, Number.MAX_SAFE_INTEGER, {
    fallback: 0,
    shownDefault: 'a quarter of the heap limit',
    description:
      'Bytes that may wait for all clients together, every byte; above it the caller for whom most wait loses the connection with most of it. Bodies that are being received may take as many again.',
  }),
} as const;

function rate(documented: Pick<Variable<string>, 'fallback' | 'description'>): Variable<string> {
  return custom('a rate such as 10/minute, 5/second or 1000/hour, or off', readRateLimit, documented);
}

function readRateLimit(value: string): string | undefined {
  return value === 'off' || parseRate(value) ? value : undefined;
}
