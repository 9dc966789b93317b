import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeDuration, formatDuration } from '../../src/domain/duration-text.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('duration text', () => {
  test('tells a promise exactly', () => {
    assert.equal(describeDuration(3600), '1 hour');
    assert.equal(describeDuration(5400), '1 hour 30 minutes');
    assert.equal(describeDuration(90_000), '1 day 1 hour');
    assert.equal(describeDuration(61), '1 minute 1 second');
    assert.equal(describeDuration(0), '0 seconds');
  });

  test('never tells opening hours in days', () => {
    assert.equal(describeDuration(3600, 'working'), '1 hour');
    assert.equal(describeDuration(28_800, 'working'), '8 working hours');
    assert.equal(describeDuration(172_800, 'working'), '48 working hours');
  });

  test('rounds what was measured up', () => {
    assert.equal(plain(formatDuration(0)), '0 s');
    assert.equal(plain(formatDuration(59)), '59 s');
    assert.equal(plain(formatDuration(61)), '2 min');
    assert.equal(plain(formatDuration(3541)), '1 h');
    assert.equal(plain(formatDuration(3661)), '1 h 2 min');
    assert.equal(plain(formatDuration(86_399)), '1 d');
    assert.equal(plain(formatDuration(200_000)), '2 d 8 h');
    assert.equal(plain(formatDuration(200_000, 'working')), '55 h 34 min');
  });
});
