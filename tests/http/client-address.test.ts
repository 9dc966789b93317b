import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { findClientAddress } from '../../src/http/client-address.ts';

const ask = (trustedProxies: number, forwardedFor?: string) =>
  findClientAddress(
    {
      headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
      socket: { remoteAddress: '10.0.0.1' } as Socket,
    },
    trustedProxies,
  );

test('without trusted proxies the header is not believed', () => {
  assert.equal(ask(0, '192.0.2.1'), '10.0.0.1');
});

test('each trusted proxy counts from the end, and what the client wrote is not believed', () => {
  assert.equal(ask(1, '203.0.113.9, 192.0.2.1'), '192.0.2.1');
  assert.equal(ask(2, '203.0.113.9, 192.0.2.1, 10.0.0.2'), '192.0.2.1');
});

test('with fewer hops than proxies the first hop or the connection counts', () => {
  assert.equal(ask(2, '192.0.2.1'), '192.0.2.1');
  assert.equal(ask(1), '10.0.0.1');
});

test('a proxy that writes no address hides what stands before it', () => {
  assert.equal(ask(2, '203.0.113.9, unknown'), '10.0.0.1');
  assert.equal(ask(2, '203.0.113.9, evil<script>, 192.0.2.1'), '192.0.2.1');
});

test('what is not part of an address is left out, so that one client has one name', () => {
  assert.equal(ask(1, '::FFFF:192.0.2.1'), '192.0.2.1');
  assert.equal(ask(1, '192.0.2.1:4711'), '192.0.2.1');
  assert.equal(ask(1, '[2001:DB8::1]:443'), '2001:db8::1');
});
