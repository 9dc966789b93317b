import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findClientNetwork } from '../../../src/domain/account/client-network.ts';

test('an IPv4 address stands for itself, also when it is mapped', () => {
  assert.equal(findClientNetwork('192.0.2.1'), '192.0.2.1');
  assert.equal(findClientNetwork('::ffff:192.0.2.1'), '192.0.2.1');
});

test('an IPv6 address stands for its first 64 bits, however it is written', () => {
  for (const address of ['2001:db8:0:1::7', '2001:DB8:0:1:aaaa:bbbb:cccc:dddd', '2001:0db8:0000:0001::', '2001:db8:0:1::7%eth0']) {
    assert.equal(findClientNetwork(address), '2001:db8:0:1::/64', address);
  }
  assert.equal(findClientNetwork('::1'), '0:0:0:0::/64');
});
