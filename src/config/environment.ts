import {
  custom,
  integer,
  list,
  matching,
  oneOf,
  readList,
  seconds,
  text,
  type Variable,
} from './variable.js';

const ON_OFF = ['on', 'off'] as const;

/** Every variable of the environment that this service reads, by the part it belongs to. */
export const ENVIRONMENT = {
  'Where it listens': {
    PORT: integer(0, 65_535, { fallback: 8000, description: 'The port. `0` takes any free one.' }),
    HOST: text({
      fallback: '127.0.0.1',
      description:
        'The address to listen on. While it is not a loopback one and `AUTH` is unset, only requests to a loopback `Host` are served.',
    }),
    PUBLIC_URL: custom('an http or https URL without query', readPublicUrl, {
      fallback: undefined,
      description:
        'The URL by which clients reach the server behind a proxy. Its path, which the proxy strips, goes into the endpoint event; its host and origin are allowed.',
    }),
    PATH_PREFIX: matching(/^(?:\/[A-Za-z0-9._~-]+)+$/, 'a path such as /mcp-server', {
      fallback: undefined,
      description: 'Mounts the MCP routes under a path that the proxy keeps. Probes stay at the root.',
    }),
    TRUST_PROXY: custom('a number of proxies or a list of their addresses (CIDR)', readTrustProxy, {
      fallback: 0,
      description:
        'Whose `X-Forwarded-For` is believed: how many proxies stand in front, or their addresses, separated by commas. `true` is refused: it would believe anyone.',
    }),
  },
  'What it says of itself': {
    SERVER_NAME: text({ fallback: 'rookery', description: 'The name that `initialize` gives.' }),
    SERVER_TITLE: text({ fallback: undefined, description: 'A name for people.' }),
    SERVER_INSTRUCTIONS: text({
      fallback: undefined,
      description: 'What a model should know before it uses the tools.',
    }),
  },
  'HTTP+SSE': {
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
  },
  'Who may come in': {
    AUTH: oneOf(['none', 'bearer', 'jwt'], {
      fallback: undefined,
      description:
        '`none` says that anyone may call, which has to be chosen once a public host is named. `bearer` and `jwt` are not built yet: with them the start is refused.',
    }),
    ALLOWED_HOSTS: list(isHost, 'host names separated by commas', {
      fallback: undefined,
      description:
        'Values of `Host` that are served, as `name` or `name:port`, beside the host of `PUBLIC_URL` and loopback ones.',
    }),
    ALLOWED_ORIGINS: list(isOrigin, 'origins such as https://app.example.com separated by commas', {
      fallback: undefined,
      shownDefault: 'the origin of `PUBLIC_URL`, and loopback ones',
      description:
        'Origins whose web pages may call (CORS). Once set, loopback origins have to be named too.',
    }),
    CORS_CREDENTIALS: oneOf(['true', 'false'], {
      fallback: 'false',
      description: 'Whether web pages may send cookies along.',
    }),
  },
  Limits: {
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
  },
  Times: {
    TOOL_TIMEOUT_SECONDS: seconds(0.001, 86_400, {
      fallback: 300,
      description: 'How long a call may run before its caller is told that it timed out.',
    }),
    KEEP_ALIVE_SECONDS: seconds(0, 3600, {
      fallback: 75,
      description:
        'How long an idle connection is kept. Keep it above the idle timeout of the proxy in front.',
    }),
    HEADERS_TIMEOUT_SECONDS: seconds(1, 3600, {
      fallback: 30,
      description: 'How long a client may take to send the head of a request.',
    }),
    REQUEST_TIMEOUT_SECONDS: seconds(1, 3600, {
      fallback: 60,
      description: 'How long a client may take to send a whole request.',
    }),
    SHUTDOWN_SECONDS: seconds(0.1, 3600, {
      fallback: 30,
      description: 'How long a shutdown may take: running calls are finished within it.',
    }),
  },
  'Resuming a stream': {
    REPLAY_SECONDS: seconds(0.001, 86_400, {
      fallback: 60,
      description: 'How long a session with a `resume` key waits for its client to come back.',
    }),
    REPLAY_EVENTS: integer(1, 1_000_000, {
      fallback: 200,
      description: 'Events such a session keeps.',
    }),
    REPLAY_BYTES: integer(0, 1_073_741_824, {
      fallback: 262_144,
      description: 'Bytes such a session keeps; its newest message is always kept.',
    }),
    REPLAY_TOTAL_BYTES: integer(0, Number.MAX_SAFE_INTEGER, {
      fallback: 67_108_864,
      description: 'Bytes all sessions together keep.',
    }),
  },
  Logs: {
    LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      fallback: 'info',
      description: 'The least severe line that is written.',
    }),
    LOG_FORMAT: oneOf(['json', 'pretty'], {
      fallback: undefined,
      shownDefault: '`json`; on a terminal `pretty`',
      description: 'One JSON object a line, or coloured text.',
    }),
  },
} as const;

type Groups = typeof ENVIRONMENT;
type Union<Value> = Value extends unknown ? (value: Value) => void : never;
type Intersection<Value> = Union<Value> extends (value: infer Merged) => void ? Merged : never;
type Variables = Intersection<Groups[keyof Groups]>;

/** The validated environment: every variable with the type its text stands for. */
export type AppConfig = {
  readonly [Name in keyof Variables]: Variables[Name] extends Variable<infer Value> ? Value : never;
};

function isHost(value: string): boolean {
  return /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*))(?::\d{1,5})?$/i.test(value);
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && /^https?:/.test(value) && new URL(value).origin === value.toLowerCase();
}

function readPublicUrl(value: string): URL | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  const isPlain = url.search === '' && url.hash === '' && url.username === '';
  return /^https?:$/.test(url.protocol) && isPlain ? url : undefined;
}

function readTrustProxy(value: string): number | readonly string[] | undefined {
  if (/^\d{1,2}$/.test(value)) return Number(value);
  return readList(value, (member) =>
    /^(?:[0-9a-f:.]+(?:\/\d{1,3})?|loopback|linklocal|uniquelocal)$/i.test(member),
  );
}
