import type { IncomingMessage } from 'node:http';
import { clientAddress, isProxyRange, toProxyTrust } from './trusted-proxies.js';

function addressOf(forwardedFor: string | undefined, trustProxy: number | string[]): string {
  const socket = { remoteAddress: '10.0.0.1' };
  const headers = { 'x-forwarded-for': forwardedFor };
  return clientAddress({ headers, socket } as unknown as IncomingMessage, toProxyTrust(trustProxy));
}

describe('clientAddress', () => {
  it.each<[string | undefined, number | string[], string]>([
    ['203.0.113.7', 0, '10.0.0.1'],
    ['203.0.113.7', 1, '203.0.113.7'],
    ['203.0.113.7, 10.0.0.2', ['10.0.0.0/8'], '203.0.113.7'],
    ['203.0.113.7:4711', 1, '203.0.113.7'],
    ['[2001:db8::1]:4711', 1, '2001:db8::1'],
    ['2001:db8::1', 1, '2001:db8::1'],
    ['unknown', 1, '10.0.0.1'],
    ['\t', 1, '10.0.0.1'],
    [undefined, 1, '10.0.0.1'],
  ])('is, for %j behind %j, %s', (forwardedFor, trustProxy, address) => {
    expect(addressOf(forwardedFor, trustProxy)).toBe(address);
  });
});

describe('isProxyRange', () => {
  it.each(['10.0.0.1', '10.0.0.0/8', '2001:db8::/32', 'loopback'])('is true of %s', (text) => {
    expect(isProxyRange(text)).toBe(true);
  });

  it.each(['', '10.0.0.0/33', '2001:db8::/129', '10.0.0.0/0', ':::', 'Loopback', 'true'])(
    'is false of %j',
    (text) => {
      expect(isProxyRange(text)).toBe(false);
    },
  );
});

describe('toProxyTrust', () => {
  it('names the option and the text that names no addresses', () => {
    expect(() => toProxyTrust(['10.0.0.0/8', '1.2.3.4/99'])).toThrow(
      'edge.trustProxy has "1.2.3.4/99", which names no addresses',
    );
  });
});
