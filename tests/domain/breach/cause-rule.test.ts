import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeRuleTime, listRuleSpans } from '../../../src/domain/breach/cause-rule.ts';
import { parseInstant } from '../../../src/domain/instant.ts';

const ALWAYS = { firstDate: null, lastDate: null, weekdays: [], hours: null };
const HOUR = 60;
const spanOf = (from: string, to: string) => ({ fromAt: parseInstant(from), toAt: parseInstant(to) });
const MARCH = spanOf('2026-03-01T00:00:00+01:00', '2026-04-01T00:00:00+02:00');

test('a rule without days and hours matches always', () => {
  assert.deepEqual(listRuleSpans(ALWAYS, 'Europe/Berlin', MARCH), [MARCH]);
});

test('dates are whole days of the company’s zone', () => {
  const rule = { ...ALWAYS, firstDate: '2026-03-03', lastDate: '2026-03-04' };
  assert.deepEqual(listRuleSpans(rule, 'Europe/Berlin', MARCH), [spanOf('2026-03-03T00:00:00+01:00', '2026-03-05T00:00:00+01:00')]);
  assert.deepEqual(listRuleSpans({ ...ALWAYS, lastDate: '2026-02-28' }, 'Europe/Berlin', MARCH), []);
});

test('hours past midnight belong to the day they begin on', () => {
  // 6 March 2026 is a Friday.
  const rule = { firstDate: '2026-03-06', lastDate: '2026-03-06', weekdays: [4], hours: { from: 22 * HOUR, until: 2 * HOUR } };
  assert.deepEqual(listRuleSpans(rule, 'Europe/Berlin', MARCH), [spanOf('2026-03-06T22:00:00+01:00', '2026-03-07T02:00:00+01:00')]);
});

test('an hour that a zone skips is empty, and one that it has twice is meant twice', () => {
  const rule = { ...ALWAYS, hours: { from: 2 * HOUR, until: 3 * HOUR } };
  // Berlin goes from 2 to 3 on 29 March 2026 and from 3 back to 2 on 25 October.
  const spring = spanOf('2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00');
  assert.deepEqual(listRuleSpans(rule, 'Europe/Berlin', spring), []);
  const autumn = spanOf('2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00');
  assert.deepEqual(listRuleSpans(rule, 'Europe/Berlin', autumn), [spanOf('2026-10-25T02:00:00+02:00', '2026-10-25T03:00:00+01:00')]);
});

test('a rule matches an instant as the clock on the wall says, in any zone', () => {
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC');
  const day = fc.integer({ min: 0, max: 40 }).map((days) => Temporal.PlainDate.from('2026-03-01').add({ days }).toString());
  const rule = fc.record({
    firstDate: fc.option(day),
    lastDate: fc.option(day),
    weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 6 }),
    hours: fc.option(
      fc
        .record({ from: fc.integer({ min: 0, max: 1439 }), until: fc.integer({ min: 0, max: 1439 }) })
        .filter(({ from, until }) => from !== until),
    ),
  });
  const within = spanOf('2026-03-01T00:00:00Z', '2026-04-15T00:00:00Z');
  const at = fc.integer({ min: within.fromAt, max: within.toAt - 1 });
  fc.assert(
    fc.property(zone, rule, fc.array(at, { minLength: 20, maxLength: 20 }), (timeZone, given, instants) => {
      const spans = listRuleSpans(given, timeZone, within);
      for (const [index, { fromAt, toAt }] of spans.entries()) {
        assert.ok(fromAt < toAt && fromAt >= within.fromAt && toAt <= within.toAt);
        assert.ok(index === 0 || fromAt > (spans[index - 1]?.toAt ?? 0));
      }
      for (const instant of instants) {
        const isIn = spans.some(({ fromAt, toAt }) => instant >= fromAt && instant < toAt);
        assert.equal(isIn, readWall(given, timeZone, instant), `${timeZone} ${instant}`);
      }
    }),
    { numRuns: 300 },
  );
});

/** The same by reading the wall clock of one instant. */
function readWall({ firstDate, lastDate, weekdays, hours }: Parameters<typeof listRuleSpans>[0], timeZone: string, at: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timeZone);
  const minute = local.hour * 60 + local.minute;
  const isMeantOn = (date: Temporal.PlainDate) =>
    (firstDate === null || date.toString() >= firstDate) &&
    (lastDate === null || date.toString() <= lastDate) &&
    (weekdays.length === 0 || weekdays.includes(date.dayOfWeek - 1));
  const date = local.toPlainDate();
  if (hours === null) return isMeantOn(date);
  const { from, until } = hours;
  if (from < until) return minute >= from && minute < until && isMeantOn(date);
  return (minute >= from && isMeantOn(date)) || (minute < until && isMeantOn(date.subtract({ days: 1 })));
}

test('a rule says in words when it matches', () => {
  assert.equal(describeRuleTime(ALWAYS), 'always');
  const rule = { firstDate: '2026-11-03', lastDate: '2026-11-05', weekdays: [0, 4], hours: { from: 9 * HOUR, until: 12 * HOUR + 30 } };
  assert.equal(describeRuleTime(rule), '2026-11-03 to 2026-11-05, Mondays, Fridays, 09:00 to 12:30');
  assert.equal(describeRuleTime({ ...ALWAYS, lastDate: '2026-11-05' }), 'until 2026-11-05');
});
