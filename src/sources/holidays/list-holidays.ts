import Holidays from 'date-holidays';

/** A day on which many in a place do not work. A proposal: whether the company closes on it is for a person to say. */
export interface ProposedHoliday {
  /** YYYY-MM-DD in the place. */
  readonly date: string;
  /** In English where the collection has it. */
  readonly name: string;
  /** `public`, or `bank` where only banks and offices close. */
  readonly kind: 'public' | 'bank';
}

export interface HolidayRegion {
  /** The part of ISO 3166-2 after the country, such as `BY` for Bavaria. */
  readonly code: string;
  readonly name: string;
}

/** The regions of a country that have holidays of their own, by name. */
export function listHolidayRegions(country: string): HolidayRegion[] {
  const regions = new Holidays().getStates(country, 'en') as Record<string, string> | undefined;
  return Object.entries(regions ?? {})
    .map(([code, name]) => ({ code, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/**
 * Public and bank holidays of a place in [fromDate, toDate), by date. Of several on one date the first name stands.
 * Empty for a country that the collection does not know.
 * @param region undefined for what the whole country has in common
 */
export function listHolidays(country: string, region: string | undefined, fromDate: string, toDate: string): ProposedHoliday[] {
  const options = { languages: 'en', types: ['bank', 'public'] as ('bank' | 'public')[] };
  const holidays = region === undefined ? new Holidays(country, options) : new Holidays(country, region, options);
  const byDate = new Map<string, ProposedHoliday>();
  for (let year = Number(fromDate.slice(0, 4)) - 1; year <= Number(toDate.slice(0, 4)); year++) {
    for (const { date: start, start: startsAt, end, name, type } of holidays.getHolidays(year) ?? []) {
      if (type !== 'public' && type !== 'bank') continue;
      for (const date of listDates(start, end.getTime() - startsAt.getTime())) {
        if (date >= fromDate && date < toDate && !byDate.has(date)) byDate.set(date, { date, name, kind: type });
      }
    }
  }
  return [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

const DAY_MILLISECONDS = 86_400_000;

/** The dates whose noon lies in the holiday: one that begins at sunset is kept on the day after. */
function listDates(start: string, milliseconds: number): string[] {
  const startsAt = Date.parse(`${start.slice(0, 10)}T${start.slice(11, 19)}Z`);
  const dates: string[] = [];
  for (let noonAt = Date.parse(`${start.slice(0, 10)}T12:00:00Z`); noonAt < startsAt + milliseconds; noonAt += DAY_MILLISECONDS) {
    if (noonAt >= startsAt) dates.push(new Date(noonAt).toISOString().slice(0, 10));
  }
  return dates;
}
