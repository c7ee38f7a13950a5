import { clientNetwork, isLoopbackAddress } from './client-network.js';

describe('clientNetwork', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:0:10::6', '2001:db8:0:10::/64'],
    ['2001:db8:00:010::6', '2001:db8:0:10::/64'],
    ['2001:DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is of %s', (address, network) => {
    expect(clientNetwork(address)).toBe(network);
  });

  it('bounds what is no address', () => {
    for (const text of ['x'.repeat(10_000), 'x:'.repeat(5_000)])
      expect(clientNetwork(text).length).toBeLessThan(60);
  });
});

describe('A loopback address', () => {
  it.each(['127.0.0.1', '127.255.0.9', '::1', '::ffff:127.0.0.1'])('is %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });

  it.each(['128.0.0.1', '10.127.0.0.1', '::2', '::11', '::ffff:10.0.0.1', '127.0.0.1.evil', ''])(
    'is not "%s"',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(false);
    },
  );
});
