import { ACCESS } from './access-variables.js';
import { CREDENTIALS } from './credentials-variables.js';
import { LISTENING } from './listening-variables.js';
import { HTTP_SSE, RESUMING, STREAMABLE_HTTP } from './service-variables.js';

/** What is about ports, the callers that come by them, and sessions that outlive a connection. */
const OF_HTTP = [LISTENING, HTTP_SSE, STREAMABLE_HTTP, ACCESS, CREDENTIALS, RESUMING].flatMap(Object.keys);

/** What is about the share of one among many, and about connections. */
const OF_MANY = [
  'AUTH_FAILURES_LIMIT',
  'MAX_SESSIONS',
  'MAX_SESSIONS_PER_PRINCIPAL',
  'MAX_SESSIONS_PER_ADDRESS',
  'MAX_STREAMS',
  'MAX_STREAMS_PER_PRINCIPAL',
  'MAX_STREAMS_PER_ADDRESS',
  'KEEP_ALIVE_SECONDS',
  'HEADERS_TIMEOUT_SECONDS',
  'REQUEST_TIMEOUT_SECONDS',
];

/**
 * What a process that serves the one client that started it takes in place of a variable of the environment: the default where
 * nothing hangs on it. There is no proxy that a shutdown waits for, nor another caller to protect from this one.
 */
export const UNREAD_OVER_STDIO: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries([...OF_HTTP, ...OF_MANY].map((name) => [name, undefined])),
  DRAIN_DELAY_SECONDS: '0',
  DRAIN_SPREAD_SECONDS: '0',
  WORK_LIMIT: 'off',
  MAX_EVENT_LOOP_DELAY_MS: '0',
};
