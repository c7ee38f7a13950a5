import { parseRate, type Rate } from '../callers/index.js';
import { type CallTarget, ConcurrencyLimit } from '../json-rpc/index.js';
import { ConfigurationError } from '../protocol/index.js';

/** What an author may say of the calls of one feature; its decorator documents each. */
export interface CallLimitOptions {
  rate?: string;
  timeoutMs?: number;
  concurrency?: number;
}

/** A timer for longer fires at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * @param label names the feature for its author: `CalculatorTools.add`
 * @param what names it for clients: `tool add`
 * @throws ConfigurationError for a rate that cannot be read, and a number out of its range
 */
export function readCallLimits(
  { rate, timeoutMs, concurrency }: CallLimitOptions,
  label: string,
  what: string,
): Pick<CallTarget, 'rate' | 'timeoutMs' | 'concurrency'> {
  const max = readWhole('concurrency', concurrency, label);
  return {
    rate: readRate(rate, label),
    timeoutMs: readWhole('timeoutMs', timeoutMs, label, MAX_TIMEOUT_MS),
    concurrency: max === undefined ? undefined : new ConcurrencyLimit(max, what),
  };
}

/** @throws ConfigurationError for what is not a whole number from 1 to `max` */
export function readWhole(
  option: string,
  value: number | undefined,
  label: string,
  max?: number,
): number | undefined {
  const isWhole = Number.isSafeInteger(value) && value! > 0 && value! <= (max ?? Infinity);
  if (value === undefined || isWhole) return value;
  const range = max === undefined ? 'above 0' : `from 1 to ${max}`;
  throw new ConfigurationError(`${label}: ${option} must be a whole number ${range}`);
}

function readRate(text: string | undefined, label: string): Rate | undefined {
  const rate = text === undefined ? undefined : parseRate(text);
  if (text !== undefined && !rate)
    throw new ConfigurationError(
      `${label}: "${text}" is no rate. Write one such as 10/minute, 5/second or 1000/hour`,
    );
  return rate;
}
