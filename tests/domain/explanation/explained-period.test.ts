import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  nameExplainedPeriod,
  type PeriodFields,
  readExplainedPeriod,
  writePeriodFields,
} from '../../../src/domain/explanation/explained-period.ts';
import { parseInstant } from '../../../src/domain/instant.ts';

const BERLIN = 'Europe/Berlin';
const NOW = parseInstant('2026-11-04T09:00:00Z');
const NOTHING: PeriodFields = { firstDate: '', firstTime: '', lastDate: '', lastTime: '' };

const read = (given: Partial<PeriodFields>, zone = BERLIN) => readExplainedPeriod({ ...NOTHING, ...given }, zone, NOW);
const problemOf = (given: Partial<PeriodFields>) => {
  const answer = read(given);
  return answer.ok ? undefined : answer.field;
};

test('a date alone is the whole day of the company’s own zone', () => {
  const [fromAt, untilAt] = [parseInstant('2026-11-02T23:00:00Z'), parseInstant('2026-11-03T23:00:00Z')];
  assert.deepEqual(read({ firstDate: '2026-11-03' }), { ok: true, fromAt, untilAt });
  assert.equal(nameExplainedPeriod({ fromAt, untilAt }, BERLIN), '3 November 2026');
});

test('a day on which the clock is put back has 25 hours', () => {
  const answer = read({ firstDate: '2026-10-25' });
  assert.equal(answer.ok && answer.untilAt - answer.fromAt, 25 * 3_600);
});

test('hours are by the company’s clock, and a period may end in the future once it has begun', () => {
  assert.deepEqual(read({ firstDate: '2026-11-04', firstTime: '08:30', lastTime: '18:00' }), {
    ok: true,
    fromAt: parseInstant('2026-11-04T07:30:00Z'),
    untilAt: parseInstant('2026-11-04T17:00:00Z'),
  });
});

test('it is named as people call it', () => {
  const name = (given: Partial<PeriodFields>) => {
    const answer = read(given);
    assert.ok(answer.ok);
    return nameExplainedPeriod(answer, BERLIN);
  };
  assert.equal(name({ firstDate: '2026-11-01', lastDate: '2026-11-03' }), '1 to 3 November 2026');
  assert.equal(name({ firstDate: '2026-11-03', firstTime: '14:00', lastTime: '18:00' }), '3 November 2026, 14:00 to 18:00');
  assert.equal(name({ firstDate: '2026-11-03', firstTime: '14:00' }), '3 November 2026, 14:00 to 24:00');
  assert.equal(
    name({ firstDate: '2026-10-31', firstTime: '22:00', lastDate: '2026-11-01', lastTime: '06:00' }),
    '31 October 2026, 22:00 to 1 November 2026, 06:00',
  );
});

test('what is no period is refused at the field that is wrong', () => {
  assert.equal(problemOf({}), 'firstDate');
  assert.equal(problemOf({ firstDate: '2026-02-30' }), 'firstDate');
  assert.equal(problemOf({ firstDate: '2026-11-05' }), 'firstDate');
  assert.equal(problemOf({ firstDate: '2026-11-03', lastDate: 'soon' }), 'lastDate');
  assert.equal(problemOf({ firstDate: '2026-11-03', lastDate: '2026-11-02' }), 'lastDate');
  assert.equal(problemOf({ firstDate: '2026-11-03', firstTime: '25:00' }), 'firstTime');
  assert.equal(problemOf({ firstDate: '2026-11-03', firstTime: '10:00', lastTime: '10:00' }), 'lastTime');
  assert.equal(problemOf({ firstDate: '2026-08-01', lastDate: '2026-10-31' }), undefined);
  assert.equal(problemOf({ firstDate: '2026-07-01', lastDate: '2026-10-31' }), 'lastDate');
});

test('a form that is filled from a period reads as the same period', () => {
  const zones = fc.constantFrom('Etc/UTC', BERLIN, 'America/St_Johns', 'Pacific/Apia', 'Australia/Lord_Howe');
  const minute = fc.integer({ min: parseInstant('2024-01-01T00:00:00Z') / 60, max: NOW / 60 - 90 * 1_440 });
  fc.assert(
    fc.property(zones, minute, fc.integer({ min: 60, max: 60 * 1_440 }), (zone, from, length) => {
      const period = { fromAt: from * 60, untilAt: (from + length) * 60 };
      const answer = readExplainedPeriod(writePeriodFields(period, zone), zone, NOW);
      // An hour that the clock shows twice is read as the first of both.
      const shift = answer.ok ? [period.fromAt - answer.fromAt, period.untilAt - answer.untilAt] : [1];
      assert.ok(
        shift.every((seconds) => [0, 1_800, 3_600].includes(seconds)),
        JSON.stringify({ zone, period, answer }),
      );
    }),
  );
});
