import { integer, oneOf, seconds, text } from './variable.js';
const ON_OFF = ['on', 'off'] as const;

/** Without a fallback, since what the program says comes first: `server` of `createRookery`. */
export const IDENTITY = {
  SERVER_NAME: text({
    fallback: undefined,
    shownDefault: '`rookery`',
    description:
      'The name that `initialize` gives, and the service name of traces. It wins over `server.name` of `createRookery`.',
  }),
  SERVER_VERSION: text({
    fallback: undefined,
    shownDefault: "Rookery's",
    description:
      'The version that `initialize` and `GET /health` give, and the service version of traces. It wins over `server.version`.',
  }),
  SERVER_TITLE: text({
    fallback: undefined,
    description: 'A name for people. It wins over `server.title`.',
  }),
  SERVER_INSTRUCTIONS: text({
    fallback: undefined,
    description: 'What a model should know before it uses the tools. It wins over `server.instructions`.',
  }),
} as const;

export const HTTP_SSE = {
  SESSIONLESS_POST: oneOf(ON_OFF, {
    fallback: 'on',
    description: 'Whether a `POST /message` without a session is answered in its HTTP response.',
  }),
  SSE_NAMED_EVENTS: oneOf(['auto', 'never'], {
    fallback: 'auto',
    description:
      '`auto` sends `connected` and `heartbeat` events to clients whose `Accept` does not name `text/event-stream`, as `curl -N`. With `never` only `?events=named` asks for them.',
  }),
  HEARTBEAT_SECONDS: seconds(0.1, 3600, {
    fallback: 15,
    description:
      'Time between heartbeats of a silent stream. Keep it below the idle timeout of every proxy (often 60).',
  }),
} as const;

export const STREAMABLE_HTTP = {
  RESPONSE_MODE: oneOf(['auto', 'json', 'sse'], {
    fallback: 'auto',
    description:
      'How a POST of `/mcp` is answered. `auto` is JSON, or a stream from the first heartbeat or other message before the response on, as the `Accept` of the client allows. `json` has no place for progress and log messages; `sse` is a stream from the start.',
  }),
  HEADER_MISMATCH: oneOf(['serve', 'reject'], {
    fallback: 'serve',
    description:
      'What becomes of a request whose `MCP-Protocol-Version` is an older revision that is served, while its `_meta` is whole and of 2026-07-28. `serve` goes by `_meta`; `reject` is 400 with -32020. Every other mismatch is rejected.',
  }),
  STREAMABLE_SESSIONS: oneOf(ON_OFF, {
    fallback: 'on',
    description: 'Whether `initialize` opens a session on `/mcp`. With `off` every POST stands alone.',
  }),
  SESSION_IDLE_SECONDS: seconds(0.001, 86_400, {
    fallback: 1800,
    description:
      'How long a session of Streamable HTTP lives without an open stream, a call or a message of its client.',
  }),
  SESSION_KEYS: text({
    fallback: undefined,
    isSecret: true,
    description:
      'Keys that seal the session ids of Streamable HTTP, separated by commas or spaces: 32 random bytes each, in hexadecimal, base64 or base64url, as `openssl rand -base64 32` makes them. A process with the same keys takes up the sessions of another, so that a restart ends none. The first key seals, all of them open. Unset, ids are random.',
  }),
  SESSION_KEYS_FILE: text({
    fallback: undefined,
    description: 'A file of such keys, one a line, in place of `SESSION_KEYS`. It is read at the start.',
  }),
  SEALED_SESSION_SECONDS: seconds(0.001, 2_592_000, {
    fallback: 86_400,
    description:
      'With such keys: for how long after `initialize` another process takes up a session. The process that knows it serves it for longer.',
  }),
} as const;

export const TOOLS = {
  LENIENT_ARGUMENTS: oneOf(ON_OFF, {
    fallback: 'off',
    description:
      'Whether tools take text for what it stands for where their input allows no text: `"5"` for 5, `"true"` for true, JSON text for an array or an object. `@Tool({ lenient })` decides for one tool.',
  }),
} as const;

export const TIMES = {
  TOOL_TIMEOUT_SECONDS: seconds(0.001, 86_400, {
    fallback: 300,
    description: 'How long a call may run before its caller is told that it timed out.',
  }),
  AUTO_PROGRESS_SECONDS: seconds(0, 86_400, {
    fallback: 10,
    description:
      'A call whose client asked for progress says that it goes on, each time that its tool said nothing for this time: many clients give up after 60 s of silence. `0` leaves it to the tools; `@Tool({ autoProgress: false })` does for one.',
  }),
  PING_SECONDS: seconds(0, 86_400, {
    fallback: 0,
    description:
      'How often the client of an initialised session with an open stream, or over stdio, is asked with `ping` whether it is there, and how long it may take to answer; then its session ends. `0` asks nobody.',
  }),
  KEEP_ALIVE_SECONDS: seconds(0, 3600, {
    fallback: 75,
    description: 'How long an idle connection is kept. Keep it above the idle timeout of the proxy in front.',
  }),
  HEADERS_TIMEOUT_SECONDS: seconds(1, 3600, {
    fallback: 30,
    description: 'How long a client may take to send the head of a request.',
  }),
  REQUEST_TIMEOUT_SECONDS: seconds(1, 3600, {
    fallback: 60,
    description: 'How long a client may take to send a whole request.',
  }),
  DRAIN_DELAY_SECONDS: seconds(0, 3600, {
    fallback: 0,
    description:
      'How long a shutdown still serves everything after readiness said no: the time that proxies need to hear of it.',
  }),
  DRAIN_SPREAD_SECONDS: seconds(0, 3600, {
    fallback: 10,
    description:
      'Over how long a shutdown ends many streams, so that their clients do not come back all at once.',
  }),
  SHUTDOWN_SECONDS: seconds(0.1, 3600, {
    fallback: 30,
    description: 'How long a shutdown may take: running calls are finished within it.',
  }),
} as const;

export const RESUMING = {
  REPLAY_SECONDS: seconds(0.001, 86_400, {
    fallback: 60,
    description:
      'How long a session with a `resume` key waits for its client to come back, and a stream of Streamable HTTP is kept after its last answer.',
  }),
  REPLAY_EVENTS: integer(1, 1_000_000, {
    fallback: 200,
    description:
      'Events such a session keeps, and each stream of Streamable HTTP: of a call, older progress may be missed.',
  }),
  REPLAY_BYTES: integer(0, 1_073_741_824, {
    fallback: 262_144,
    description:
      'Bytes such a session or stream keeps; its newest message, such as the answer of a call, is always kept.',
  }),
  REPLAY_TOTAL_BYTES: integer(0, Number.MAX_SAFE_INTEGER, {
    fallback: 67_108_864,
    description:
      'Bytes of memory all sessions together keep; above it the session that was silent for longest keeps nothing.',
  }),
} as const;

export const LOGS = {
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    fallback: 'info',
    description: 'The least severe line that is written.',
  }),
  LOG_FORMAT: oneOf(['json', 'pretty'], {
    fallback: undefined,
    shownDefault: '`json`; on a terminal `pretty`',
    description: 'One JSON object a line, or coloured text.',
  }),
} as const;
