import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeAnswer, nameWhen } from '../../../src/domain/report/describe-report.ts';
import {
  defaultPeriod,
  listPeriodParts,
  listPresets,
  periodBefore,
  periodYearBefore,
  readPeriod,
} from '../../../src/domain/report/period.ts';

const ZONE = 'Europe/Berlin';
const at = (time: string) => Date.parse(time) / 1000;
/** Tuesday, 24 November 2026, 15:00 in Berlin. */
const NOW = at('2026-11-24T14:00:00Z');

function read(key: string, now = NOW) {
  const answer = readPeriod(key, ZONE, now);
  assert.ok(answer.ok, answer.ok ? '' : answer.problem);
  return answer.period;
}

const problemOf = (key: string) => {
  const answer = readPeriod(key, ZONE, NOW);
  return answer.ok ? undefined : answer.problem;
};

test('a month begins and ends at the midnight of the company', () => {
  const october = read('2026-10');
  assert.equal(october.name, 'October 2026');
  assert.equal(october.fromAt, at('2026-09-30T22:00:00Z'));
  // The clock was put back on 25 October, so the month ends an hour later.
  assert.equal(october.toAt, at('2026-10-31T22:59:59Z'));
  assert.equal(october.isRunning, false);
});

test('quarters, years and any days', () => {
  assert.deepEqual([read('2026-q3').firstDate, read('2026-q3').lastDate], ['2026-07-01', '2026-09-30']);
  assert.equal(read('2026-Q3').name, 'the third quarter of 2026');
  assert.equal(read('2025').name, '2025');
  assert.equal(read('2025').lastDate, '2025-12-31');
  assert.equal(read('2026-03-03..2026-03-17').name, '3 to 17 March 2026');
  assert.equal(read('2026-03-03..2026-03-03').name, '3 March 2026');
  assert.equal(read('2025-12-20..2026-01-02').name, '20 December 2025 to 2 January 2026');
});

test('a running period ends with the present and is named by its days', () => {
  const november = read('2026-11');
  assert.equal(november.toAt, NOW);
  assert.equal(november.name, '1 to 24 November 2026');
  assert.ok(november.isRunning);
});

test('like is held against like', () => {
  assert.equal(periodBefore(read('2026-10'), ZONE).name, 'September 2026');
  assert.equal(periodBefore(read('2026-11'), ZONE).name, '1 to 24 October 2026');
  assert.equal(periodYearBefore(read('2026-11'), ZONE).name, '1 to 24 November 2025');
  assert.equal(periodYearBefore(read('2026-q3'), ZONE).name, 'the third quarter of 2025');
  assert.equal(periodBefore(read('2026-03-10..2026-03-16'), ZONE).name, '3 to 9 March 2026');
  // Of a running March the 31 days before are at most the 28 of February.
  assert.equal(periodBefore(read('2026-03', at('2026-03-31T10:00:00Z')), ZONE).name, '1 to 28 February 2026');
});

test('what makes no sense is refused in words', () => {
  assert.match(problemOf('soon') ?? '', /no period/);
  assert.match(problemOf('2026-13') ?? '', /no period/);
  assert.match(problemOf('2026-02-30..2026-03-01') ?? '', /no period/);
  assert.match(problemOf('2026-03-17..2026-03-03') ?? '', /before the first/);
  assert.match(problemOf('2026-12') ?? '', /not begun/);
  assert.match(problemOf('2020-01-01..2026-01-01') ?? '', /3 years at most/);
  assert.equal(problemOf('2023-11-24..2026-11-23'), undefined);
});

test('the running month is the usual one once a week of it has begun', () => {
  assert.equal(defaultPeriod(ZONE, NOW).key, '2026-11');
  assert.equal(defaultPeriod(ZONE, at('2026-11-06T22:30:00Z')).key, '2026-10');
  assert.equal(defaultPeriod(ZONE, at('2026-11-06T23:30:00Z')).key, '2026-11');
});

test('every preset can be read', () => {
  const presets = listPresets(ZONE, NOW);
  assert.deepEqual(
    presets.map(({ key }) => key),
    ['2026-11', '2026-10', '2026-q4', '2026-q3', '2026', '2025'],
  );
  for (const { key } of presets) assert.equal(read(key).key, key);
});

test('parts of a chart: days, weeks, months', () => {
  assert.equal(listPeriodParts(read('2026-10'), ZONE).length, 31);
  assert.equal(listPeriodParts(read('2026-q3'), ZONE).length, 14);
  assert.deepEqual(
    listPeriodParts(read('2025'), ZONE)
      .map(({ label }) => label)
      .slice(0, 2),
    ['Jan 25', 'Feb 25'],
  );
});

test('a sentence says of each period when it was', () => {
  const said = (key: string) => nameWhen(read(key));
  assert.equal(said('2025-11'), 'In November 2025');
  assert.equal(said('2025-10-01..2025-12-01'), 'From 1 October to 1 December 2025');
  assert.equal(said('2025-10-03..2025-10-03'), 'On 3 October 2025');
});

test('the answer is a sentence, however many promises there are', () => {
  const answer = (judged: number, keeps: number) => {
    const overall = { judged, keeps, breaks: judged - keeps, tooFew: 0, stale: 0 } as Parameters<typeof describeAnswer>[0]['overall'];
    return describeAnswer({ overall, period: read('2025-11') }, 'Acme');
  };
  assert.equal(answer(1, 0), 'No. In November 2025, Acme did not keep its promise.');
  assert.equal(answer(1, 1), 'Yes. In November 2025, Acme kept its promise.');
  assert.equal(answer(2, 2), 'Yes. In November 2025, Acme kept both of its promises.');
  assert.equal(answer(3, 0), 'No. In November 2025, Acme kept none of its 3 promises.');
  assert.equal(answer(3, 2), 'Mostly. In November 2025, Acme kept 2 of its 3 promises.');
});
