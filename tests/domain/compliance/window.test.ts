import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findWindow, listWindowParts, nextMidnight } from '../../../src/domain/compliance/window.ts';
import { formatInstant, parseInstant } from '../../../src/domain/instant.ts';

const from = (key: '7d' | '30d' | '90d' | '12m', zone: string, now: string) =>
  formatInstant(findWindow(key, zone, parseInstant(now)).fromAt);

describe('window', () => {
  test('begins at the local midnight of its first day, today included', () => {
    assert.equal(from('7d', 'UTC', '2026-11-24T12:00:00Z'), '2026-11-18T00:00:00Z');
    assert.equal(from('7d', 'Europe/Berlin', '2026-11-24T12:00:00Z'), '2026-11-17T23:00:00Z');
    assert.equal(from('12m', 'UTC', '2026-11-24T12:00:00Z'), '2025-11-25T00:00:00Z');
  });

  test('the local date counts, not the date in UTC', () => {
    assert.equal(from('7d', 'Pacific/Auckland', '2026-11-24T12:00:00Z'), '2026-11-18T11:00:00Z');
    assert.equal(from('7d', 'America/Los_Angeles', '2026-11-24T03:00:00Z'), '2026-11-17T08:00:00Z');
  });

  test('is longer or shorter by an hour where the clocks changed in it', () => {
    assert.equal(from('30d', 'Europe/Berlin', '2026-11-10T12:00:00Z'), '2026-10-11T22:00:00Z');
  });

  test('a skipped midnight begins with the first instant that exists', () => {
    // In Beirut the clocks go from 00:00 to 01:00 on 29 March 2026.
    assert.equal(from('7d', 'Asia/Beirut', '2026-04-04T12:00:00Z'), '2026-03-28T22:00:00Z');
  });

  test('moves on at the next local midnight', () => {
    assert.equal(formatInstant(nextMidnight('Europe/Berlin', parseInstant('2026-11-24T12:00:00Z'))), '2026-11-24T23:00:00Z');
    assert.equal(formatInstant(nextMidnight('Europe/Berlin', parseInstant('2026-11-24T23:00:00Z'))), '2026-11-25T23:00:00Z');
  });

  test('is cut into days, weeks or months', () => {
    const now = parseInstant('2026-11-24T12:00:00Z');
    assert.deepEqual(
      listWindowParts('7d', 'UTC', now)
        .map(({ date }) => date)
        .at(-1),
      '2026-11-24',
    );
    assert.equal(listWindowParts('30d', 'UTC', now).length, 30);
    assert.equal(listWindowParts('90d', 'UTC', now).length, 13);
    assert.equal(listWindowParts('12m', 'UTC', now).length, 12);
    assert.equal(listWindowParts('12m', 'UTC', now)[0]?.fromAt, findWindow('12m', 'UTC', now).fromAt);
  });
});
