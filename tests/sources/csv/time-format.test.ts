import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectTimeFormat, readTime, type TimeFormat } from '../../../src/sources/csv/time-format.ts';

const at = (text: string) => Date.parse(text) / 1000;

const readable: [text: string, format: TimeFormat, zone: string, instant: number][] = [
  ['2017-10-31T22:10:47Z', 'iso', 'Etc/UTC', at('2017-10-31T22:10:47Z')],
  ['2017-10-31 22:10:47.999+01:00', 'iso', 'Etc/UTC', at('2017-10-31T21:10:47Z')],
  ['Tue Oct 31 22:10:47 +0000 2017', 'mail', 'Etc/UTC', at('2017-10-31T22:10:47Z')],
  ['Tue, 31 Oct 2017 22:10:47 -0530', 'mail', 'Etc/UTC', at('2017-11-01T03:40:47Z')],
  ['1509487847', 'epoch-seconds', 'Etc/UTC', 1_509_487_847],
  ['1509487847999', 'epoch-milliseconds', 'Etc/UTC', 1_509_487_847],
  ['2026-07-01 09:00', 'local', 'Europe/Berlin', at('2026-07-01T07:00:00Z')],
  ['31.12.2025 23:59', 'day-first', 'Etc/UTC', at('2025-12-31T23:59:00Z')],
  ['12/31/2025 12:05 AM', 'month-first', 'America/New_York', at('2025-12-31T05:05:00Z')],
  // Clocks skip 02:00 to 03:00, and have the same hour twice in autumn: the earlier counts.
  ['2026-03-29 02:30', 'local', 'Europe/Berlin', at('2026-03-29T01:30:00Z')],
  ['2026-10-25 02:30', 'local', 'Europe/Berlin', at('2026-10-25T00:30:00Z')],
];
for (const [text, format, zone, instant] of readable) {
  test(`“${text}” is read as ${format} in ${zone}`, () => assert.equal(readTime(text, format, zone), instant));
}

const unreadable: [text: string, format: TimeFormat][] = [
  ['2026-02-29 09:00', 'local'],
  ['2026-03-01T24:00:00Z', 'iso'],
  ['31/12/2025 10:00', 'month-first'],
  ['13:00 PM', 'month-first'],
  ['', 'iso'],
  ['yesterday', 'mail'],
];
for (const [text, format] of unreadable) {
  test(`“${text}” is no time as ${format}`, () => assert.equal(readTime(text, format, 'Europe/Berlin'), undefined));
}

test('the format is found that most samples are written in', () => {
  assert.equal(detectTimeFormat(['01/02/2026', '03/04/2026', '25/04/2026']), 'day-first');
  assert.equal(detectTimeFormat(['01/02/2026', '04/25/2026']), 'month-first');
  assert.equal(detectTimeFormat(['1509487847', '', '1509487848']), 'epoch-seconds');
  assert.equal(detectTimeFormat(['1509487847000']), 'epoch-milliseconds');
  assert.equal(detectTimeFormat(['Tue Oct 31 22:10:47 +0000 2017']), 'mail');
  assert.equal(detectTimeFormat(['hello', 'world']), undefined);
});
