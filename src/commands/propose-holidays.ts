import { z } from 'zod';
import { COUNTRY_CODES } from '../domain/company/country.ts';
import { toLocalDate } from '../domain/local-date.ts';
import { type HolidayRegion, listHolidayRegions, listHolidays, type ProposedHoliday } from '../sources/holidays/list-holidays.ts';
import { companyCommand } from './company-command.ts';

const proposeHolidaysForm = z.strictObject({
  country: z.string().refine((code) => COUNTRY_CODES.includes(code), 'Choose a country.'),
  /** Empty for what the whole country has in common. */
  region: z.string().max(10).default(''),
});

export interface HolidayProposal {
  readonly country: string;
  readonly region: string;
  /** The regions of the country to choose from. */
  readonly regions: readonly HolidayRegion[];
  /** Of the two years from today on. */
  readonly holidays: readonly ProposedHoliday[];
}

/** Proposes holidays of a place for the coming two years. Saves nothing: a person chooses, and `save-draft` stores dates and names. */
export const proposeHolidays = companyCommand({
  name: 'propose-holidays',
  role: 'editor',
  input: proposeHolidaysForm,
  run: async (ctx, company, { country, region: given }, { audit }): Promise<HolidayProposal> => {
    const regions = listHolidayRegions(country);
    const region = regions.some(({ code }) => code === given) ? given : '';
    audit({ country, region });
    const today = toLocalDate(ctx.now, company.timeZone);
    const end = toLocalDate(ctx.now, company.timeZone, { years: 2 });
    return { country, region, regions, holidays: listHolidays(country, region === '' ? undefined : region, today, end) };
  },
});
