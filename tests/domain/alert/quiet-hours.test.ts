import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLoudInstant, formatMinutes, parseMinutes } from '../../../src/domain/alert/quiet-hours.ts';
import { formatInstant, parseInstant } from '../../../src/domain/instant.ts';

const NIGHT = { from: 22 * 60, until: 7 * 60 };
const loud = (text: string, quiet = NIGHT, zone = 'Europe/Berlin') => formatInstant(findLoudInstant(parseInstant(text), quiet, zone));

test('what comes up by day is told at once', () => {
  assert.equal(loud('2026-03-02T20:59:59Z'), '2026-03-02T20:59:59Z');
  assert.equal(loud('2026-03-03T06:00:00Z'), '2026-03-03T06:00:00Z');
});

test('what comes up at night waits for the morning, before and after midnight', () => {
  assert.equal(loud('2026-03-02T21:00:00Z'), '2026-03-03T06:00:00Z');
  assert.equal(loud('2026-03-03T05:59:59Z'), '2026-03-03T06:00:00Z');
});

test('the morning is that of the wall clock, also in the night in which clocks change', () => {
  assert.equal(loud('2026-03-28T22:30:00Z'), '2026-03-29T05:00:00Z');
  assert.equal(loud('2026-10-24T21:30:00Z'), '2026-10-25T06:00:00Z');
});

test('quiet hours within a day', () => {
  const lunch = { from: 12 * 60, until: 13 * 60 };
  assert.equal(loud('2026-03-02T12:30:00Z', lunch, 'Etc/UTC'), '2026-03-02T13:00:00Z');
  assert.equal(loud('2026-03-02T13:00:00Z', lunch, 'Etc/UTC'), '2026-03-02T13:00:00Z');
});

test('times of a day are read and written', () => {
  assert.deepEqual(['00:00', '23:59', '24:00', '7:00', ''].map(parseMinutes), [0, 1439, undefined, undefined, undefined]);
  assert.equal(formatMinutes(7 * 60 + 5), '07:05');
});
