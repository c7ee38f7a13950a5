import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';
import { ConfigurationError } from '../protocol/index.js';

/** Whether a peer is believed. @param hops how many proxies stand between */
export type ProxyTrust = (address: string, hop: number) => boolean;

/** Some proxies name the port too: `203.0.113.7:4711`, `[2001:db8::1]:4711`. */
const WITH_PORT = /^(?:\[([\da-f:.]+)\]|([\d.]+)):\d{1,5}$/i;

/** Whether a text names addresses that can be trusted: one, a range (CIDR), or `loopback` and the like. */
export function isProxyRange(text: string): boolean {
  try {
    proxyAddr.compile(text);
    return true;
  } catch {
    return false;
  }
}

/** @throws ConfigurationError for what {@link isProxyRange} is not true of */
export function toProxyTrust(trustProxy: number | readonly string[]): ProxyTrust {
  const unfit = typeof trustProxy === 'number' ? undefined : trustProxy.find((text) => !isProxyRange(text));
  if (unfit !== undefined)
    throw new ConfigurationError(
      `edge.trustProxy has "${unfit}", which names no addresses: write one such as 10.0.0.1, 10.0.0.0/8 or loopback`,
    );
  return typeof trustProxy === 'number'
    ? (_address, hop) => hop < trustProxy
    : proxyAddr.compile([...trustProxy]);
}

/** How many proxies in front, the nearest first, are trusted in a row. */
export function countTrustedProxies(request: IncomingMessage, trust: ProxyTrust): number {
  if (!trust(request.socket.remoteAddress ?? '', 0)) return 0;
  // The last one is the client, as far as is known.
  return Math.max(1, proxyAddr.all(request, trust).length - 1);
}

/**
 * The client's address, behind as many proxies as are trusted. Limits count by it, so that what is none, such as an empty
 * `X-Forwarded-For`, counts as the proxy that sent it.
 */
export function clientAddress(request: IncomingMessage, trust: ProxyTrust): string {
  const { remoteAddress = 'unknown' } = request.socket;
  if (request.headers['x-forwarded-for'] === undefined) return remoteAddress;
  const named = proxyAddr(request, trust) ?? '';
  const [, ipv6, ipv4] = WITH_PORT.exec(named) ?? [];
  const address = ipv6 ?? ipv4 ?? named;
  return isIP(address) ? address : remoteAddress;
}
