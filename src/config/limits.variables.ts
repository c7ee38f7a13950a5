import { integer } from './variable.js';

export const LIMITS = {
  MAX_SESSIONS: integer(1, 1_000_000, { fallback: 10_000, description: 'Open streams.' }),
  MAX_SESSIONS_PER_PRINCIPAL: integer(1, 1_000_000, {
    fallback: 1000,
    description: 'Open streams of one principal; without authentication there is none.',
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
  MAX_BODY_BYTES: integer(1024, 1_073_741_824, {
    fallback: 4_194_304,
    description: 'A request body; 413 above it.',
  }),
  MAX_RESULT_BYTES: integer(1024, 1_073_741_824, {
    fallback: 1_000_000,
    description:
      'The result of a tool call; above it the result is an error that says so. Many clients drop SSE events above 1 MiB.',
  }),
  LIST_PAGE_SIZE: integer(1, 100_000, { fallback: 100, description: 'Tools on one page of `tools/list`.' }),
  MAX_PENDING_BYTES: integer(1024, 1_073_741_824, {
    fallback: 2_097_152,
    description:
      'Bytes of one stream that may wait behind the message being written; above it the stream is closed.',
  }),
  MAX_BUFFERED_BYTES: integer(1024, Number.MAX_SAFE_INTEGER, {
    fallback: 0,
    shownDefault: 'a quarter of the heap limit',
    description: 'The same for all streams together; above it the worst one is closed.',
  }),
} as const;
