import { isProxyRange } from '../http-edge/index.js';
import { parseUrl } from '../http/index.js';
import { type Wire, WIRES } from '../protocol/index.js';
import { custom, integer, matching, oneOf, readList, text } from './variable.js';

export const LISTENING = {
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
  WIRES: custom<readonly Wire[]>(`a list of ${WIRES.join(', ')}`, readWires, {
    fallback: WIRES,
    shownDefault: 'all',
    description:
      'The wires that are served, separated by commas. The error that a client of another one gets names the URL to use.',
  }),
  TRUST_PROXY: custom('a number of proxies or a list of their addresses (CIDR)', readTrustProxy, {
    fallback: 0,
    description:
      'Whose `X-Forwarded-For` is believed: how many proxies stand in front, or their addresses, separated by commas. `true` is refused: it would believe anyone.',
  }),
  MANAGEMENT_PORT: integer(0, 65_535, {
    fallback: -1,
    shownDefault: 'none',
    description:
      'A port of its own for probes and metrics, which clients should not reach. Metrics are then served there only. `0` takes any free one.',
  }),
  MANAGEMENT_HOST: text({
    fallback: undefined,
    shownDefault: '`HOST`',
    description: 'The address that port listens on.',
  }),
  TLS_CERT_FILE: text({
    fallback: undefined,
    description:
      'A certificate with its chain in PEM: the server speaks HTTPS. Renewed files are taken up without a restart.',
  }),
  TLS_KEY_FILE: text({ fallback: undefined, description: 'The key of that certificate in PEM.' }),
  FORCE_HTTPS: oneOf(['true', 'false'], {
    fallback: 'false',
    description:
      'Behind a proxy: a GET in clear is sent to `PUBLIC_URL` (308), a POST refused (403), and browsers are told to use HTTPS only. Needs `TRUST_PROXY` and a `PUBLIC_URL` with https. Never on probes.',
  }),
} as const;

function readPublicUrl(value: string): URL | undefined {
  const url = parseUrl(value);
  if (!url) return undefined;
  const isPlain = url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return /^https?:$/.test(url.protocol) && isPlain ? url : undefined;
}

function readTrustProxy(value: string): number | readonly string[] | undefined {
  if (/^\d{1,2}$/.test(value)) return Number(value);
  return readList(value, isProxyRange);
}

function isWire(name: string): name is Wire {
  return WIRES.some((wire) => wire === name);
}

function readWires(value: string): readonly Wire[] | undefined {
  return readList(value, isWire) as Wire[] | undefined;
}
