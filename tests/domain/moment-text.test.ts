import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInstant } from '../../src/domain/instant.ts';
import { formatDay, formatMoment, nameZone } from '../../src/domain/moment-text.ts';

const NOW = parseInstant('2026-11-24T13:00:00Z');
const inBerlin = (text: string) => formatMoment(parseInstant(text), NOW, 'Europe/Berlin');

test('a moment is told as near as it is', () => {
  assert.equal(inBerlin('2026-11-24T13:26:59Z'), '14:26');
  assert.equal(inBerlin('2026-11-24T23:00:00Z'), 'tomorrow 00:00');
  assert.equal(inBerlin('2026-11-30T08:00:00Z'), 'Monday 09:00');
  assert.equal(inBerlin('2026-12-01T08:00:00Z'), '1 December 09:00');
  assert.equal(inBerlin('2027-01-01T08:00:00Z'), '1 January 2027');
  assert.equal(inBerlin('2026-11-23T08:00:00Z'), '23 November 09:00');
});

test('the day is that of the zone, not of UTC', () => {
  assert.equal(formatDay(parseInstant('2026-11-24T23:30:00Z'), NOW, 'Europe/Berlin'), '25 November');
  assert.equal(formatDay(parseInstant('2025-11-24T12:00:00Z'), NOW, 'UTC'), '24 November 2025');
});

test('zones are called by their place', () => {
  assert.equal(nameZone('America/New_York'), 'New York time');
  assert.equal(nameZone('UTC'), 'UTC');
  assert.equal(nameZone('Etc/UTC'), 'UTC');
});
