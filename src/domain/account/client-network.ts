/**
 * The network that a client's address stands for when attempts are counted: an IPv4 address itself, the first 64 bits of an
 * IPv6 address, because one customer of a provider usually has all 2^64 addresses behind them.
 * `2001:db8:0:1::7` gives `2001:db8:0:1::/64`; `::ffff:192.0.2.1` gives `192.0.2.1`.
 */
export function findClientNetwork(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  const groups = [...before, ...zeros, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${groups.join(':')}::/64`;
}
