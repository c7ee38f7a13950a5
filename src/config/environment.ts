import { ACCESS } from './access-variables.js';
import { CREDENTIALS } from './credentials-variables.js';
import { LIMITS } from './limits-variables.js';
import { LISTENING } from './listening-variables.js';
import { HTTP_SSE, IDENTITY, LOGS, RESUMING, STREAMABLE_HTTP, TIMES, TOOLS } from './service-variables.js';
import { TRACES } from './tracing-variables.js';
import type { Variable } from './variable.js';

/** Every variable of the environment that this service reads, by the part it belongs to. */
export const ENVIRONMENT = {
  'Where it listens': LISTENING,
  'What it says of itself': IDENTITY,
  'HTTP+SSE': HTTP_SSE,
  'Streamable HTTP': STREAMABLE_HTTP,
  Tools: TOOLS,
  'Who may come in': ACCESS,
  Credentials: CREDENTIALS,
  Limits: LIMITS,
  Times: TIMES,
  'Resuming a stream': RESUMING,
  Logs: LOGS,
  Traces: TRACES,
} as const;

type Groups = typeof ENVIRONMENT;
type Union<Value> = Value extends unknown ? (value: Value) => void : never;
type Intersection<Value> = Union<Value> extends (value: infer Merged) => void ? Merged : never;
type Variables = Intersection<Groups[keyof Groups]>;

/** The validated environment: every variable with the type its text stands for. */
export type AppConfig = {
  readonly [Name in keyof Variables]: Variables[Name] extends Variable<infer Value> ? Value : never;
};
