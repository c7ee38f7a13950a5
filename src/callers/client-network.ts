const MAX_ADDRESS_LENGTH = 45;
const IPV4_IN_IPV6 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;
const NETWORK_GROUPS = 4;
/** The first half of an address as the system writes it, if no `::` is in it: most are such. */
const PLAIN_NETWORK = /^(?:(?:[1-9a-f][\da-f]{0,3}|0):){4}/;

const LOOPBACK_ADDRESS = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/i;

/** Whether an address is of this machine itself. */
export function isLoopbackAddress(address: string): boolean {
  return LOOPBACK_ADDRESS.test(address);
}

/**
 * Whose network an address is of: itself for IPv4, its /64 for IPv6, since that is the least that one subscriber gets. What
 * is no address, as a proxy may pass on, stands for itself.
 */
export function clientNetwork(address: string): string {
  if (!address.includes(':')) return address.slice(0, MAX_ADDRESS_LENGTH);
  const [plain] = PLAIN_NETWORK.exec(address) ?? [];
  if (plain !== undefined) return `${plain}:/64`;
  const [, inner] = IPV4_IN_IPV6.exec(address) ?? [];
  if (inner !== undefined) return inner;
  const [head = '', tail] = address.slice(0, MAX_ADDRESS_LENGTH).toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    while (groups.length + after.length < 8) groups.push('0');
    groups.push(...after);
  }
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${network.join(':')}::/64`;
}
