import * as fc from 'fast-check';
import {
  type AppConfig,
  ENVIRONMENT,
  forcedHttpsUrl,
  loadConfig,
  publicHosts,
} from '../../src/config/index.js';
import { HttpEdge, HttpEdgeOptions } from '../../src/http-edge/index.js';
import { ConfigurationError } from '../../src/protocol/index.js';
import { assertHolds } from './assert-holds.js';
import { loadedWord, textLike } from './wire-text.js';

const NAMES = Object.values(ENVIRONMENT).flatMap((group) => Object.keys(group));

const PLAUSIBLE = (
  'none bearer true false on off auto info json 0 1 15 0.1 65535 ' +
  'https://mcp.example/path http://localhost:8000 https://u:p@mcp.example https://:p@mcp.example /mcp-server /a/.. ' +
  'mcp.example:8443,localhost [::1]:80 https://app.example,http://localhost 127.0.0.1 ::1 10.0.0.0/8,loopback ' +
  '10.0.0.0/33 1.2.3 ::: 2001:db8::/129 /etc/tls/tls.crt 1e3 -1 +1 0x10 00 9007199254740993 Infinity NaN １'
).split(' ');

const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PLAUSIBLE) },
  { weight: 4, arbitrary: textLike(PLAUSIBLE, fc.string({ unit: 'grapheme' })) },
  { weight: 1, arbitrary: fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.domain(), fc.ipV6()) },
);

const environment = fc
  .array(
    fc.tuple(fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...NAMES) }, loadedWord), fc.option(value)),
    { maxLength: 6 },
  )
  .map((entries) => Object.fromEntries(entries.map(([name, text]) => [name, text ?? undefined])));

/** The edge as the service makes it. */
function makeEdge(config: AppConfig): HttpEdge {
  return new HttpEdge(
    Object.assign(new HttpEdgeOptions(), {
      allowedHosts: publicHosts(config),
      allowedOrigins: config.ALLOWED_ORIGINS,
      publicOrigin: config.PUBLIC_URL?.origin,
      trustProxy: config.TRUST_PROXY,
      forceHttpsUrl: forcedHttpsUrl(config),
    }),
  );
}

/** @returns what an environment makes: a configuration, or the error that stops the start */
function load(given: NodeJS.ProcessEnv): AppConfig | ConfigurationError {
  try {
    return loadConfig(given);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}

describe('Fuzzing the environment', () => {
  it('makes a configuration that serves, or an error that names a variable', () => {
    assertHolds(
      fc.property(environment, (given) => {
        const loaded = load(given);
        if (loaded instanceof ConfigurationError) {
          expect(NAMES.some((name) => Object.hasOwn(given, name) && loaded.message.includes(name))).toBe(
            true,
          );
          return;
        }
        expect(NAMES).toEqual(expect.arrayContaining(Object.keys(loaded)));
        expect(Object.values(loaded).every((one) => typeof one !== 'number' || Number.isFinite(one))).toBe(
          true,
        );
        expect(loaded.PUBLIC_URL?.password ?? '').toBe('');
        expect(makeEdge(loaded)).toBeInstanceOf(HttpEdge);
      }),
    );
  });
});
