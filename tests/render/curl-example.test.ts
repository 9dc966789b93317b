import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInstant } from '../../src/domain/instant.ts';
import { renderCurlExample } from '../../src/render/curl-example.ts';

const NOW = parseInstant('2026-11-24T12:00:00Z');

function askedAt(since: number): string | undefined {
  const { send } = renderCurlExample({ baseUrl: 'http://localhost', slug: 'shop', key: 'key', channel: { id: 'email', since }, now: NOW });
  return /"customer-message","at":"([^"]+)"/.exec(send)?.[1];
}

test('the question of the example is asked a minute ago', () => assert.equal(askedAt(NOW - 3_600), '2026-11-24T11:59:00Z'));

test('it is not asked before the agreement judges messages', () => assert.equal(askedAt(NOW - 10), '2026-11-24T11:59:50Z'));

test('it is never asked in the future', () => assert.equal(askedAt(NOW + 86_400), '2026-11-24T12:00:00Z'));
