import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listHolidayRegions, listHolidays } from '../../src/sources/holidays/list-holidays.ts';

const datesOf = (country: string, region: string | undefined, from: string, to: string) =>
  listHolidays(country, region, from, to).map(({ date }) => date);

describe('listHolidays', () => {
  it('knows what a region has beyond its country', () => {
    assert.ok(!datesOf('DE', undefined, '2026-01-01', '2027-01-01').includes('2026-01-06'));
    assert.ok(datesOf('DE', 'BY', '2026-01-01', '2027-01-01').includes('2026-01-06'));
    assert.ok(listHolidayRegions('DE').some(({ code, name }) => code === 'BY' && name !== ''));
  });

  it('gives moving feasts and names in English, in order of dates, within the bounds', () => {
    const holidays = listHolidays('GB', 'ENG', '2026-04-01', '2026-12-26');
    assert.ok(holidays.some(({ date, name }) => date === '2026-04-03' && name === 'Good Friday'));
    assert.deepEqual(
      holidays.map(({ date }) => date),
      holidays.map(({ date }) => date).sort(),
    );
    assert.equal(holidays[0]?.date, '2026-04-03');
    assert.equal(holidays.at(-1)?.date, '2026-12-25');
  });

  it('puts a holiday that begins at sunset on the day after', () => {
    // Yom Kippur of 2026 begins on the evening of 20 September.
    const dates = datesOf('IL', undefined, '2026-09-01', '2026-10-01');
    assert.ok(dates.includes('2026-09-21'));
    assert.ok(!dates.includes('2026-09-20'));
  });

  it('knows no holidays and no regions of a place that is not in the collection', () => {
    assert.deepEqual(listHolidays('AQ', undefined, '2026-01-01', '2028-01-01'), []);
    assert.deepEqual(listHolidayRegions('AQ'), []);
  });
});
