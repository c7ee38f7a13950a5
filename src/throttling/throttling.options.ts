import { parseRate, type Rate } from '../callers/index.js';
import { ConfigurationError } from '../protocol/index.js';

/** How much one caller may ask for, and when the server is too busy. Rates are such as `10/minute`, `5/second` or `off`. */
export class ThrottlingOptions {
  /**
   * Requests of one principal, without one of one address; pings and `initialize` are free. Ten times as many HTTP
   * requests are the most that is read at all.
   * @default '600/minute'
   */
  rateLimit = '600/minute';

  /** Calls of one tool by one of them, where the tool has no rate of its own. @default 'off' */
  toolRateLimit = 'off';

  /**
   * Work of one principal, without one of one address, in units: 64 KiB of a body, and 10 ms of decoding or validating, are
   * one each. What is smaller is free. The default lets one caller upload 187 MiB, and be decoded for half of the time.
   * @default '3000/minute'
   */
  workLimit = '3000/minute';

  /** Wrong credentials from one address. @default '20/minute' */
  authFailuresLimit = '20/minute';

  /**
   * How late the event loop may be before the new work of callers with more than their share is refused, and above twice of
   * it that of all: 99 of 100 samples of five seconds, in milliseconds. Below half of it, work is taken again. `0` measures
   * nothing.
   * @default 500
   */
  maxEventLoopDelayMs = 500;

  /** Callers whose hits are kept, of 350 to 850 bytes each; above it the one heard longest ago starts anew. @default 50_000 */
  maxKeys = 50_000;
}

/** @returns `undefined` for `off`. @throws ConfigurationError for what is no rate */
export function readRateLimit(
  options: ThrottlingOptions,
  name: 'rateLimit' | 'toolRateLimit' | 'workLimit' | 'authFailuresLimit',
): Rate | undefined {
  const text = options[name];
  const rate = text === 'off' ? undefined : parseRate(text);
  if (text !== 'off' && !rate)
    throw new ConfigurationError(
      `${name} of ThrottlingModule: "${text}" is no rate. Write one such as 10/minute, 5/second or 1000/hour, or off`,
    );
  return rate;
}
