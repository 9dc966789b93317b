import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listSecurityHeaders } from '../../src/http/security-headers.ts';

test('browsers are held to TLS where the public address has it, and only there', () => {
  const names = (baseUrl: string) => listSecurityHeaders(baseUrl).map(([name]) => name);
  assert.ok(names('https://kept.example').includes('Strict-Transport-Security'));
  assert.ok(!names('http://localhost:4321').includes('Strict-Transport-Security'));
});
