import { z } from 'zod';
import { isTimeZone } from '../calendar/calendar.ts';
import { COUNTRY_CODES } from './country.ts';
import { INDUSTRY_CODES } from './industry.ts';

/** What a company says about itself. */

/** An http or https address, or empty. `example.org` becomes `https://example.org/`. */
const siteForm = z
  .string()
  .trim()
  .max(200, 'Write at most 200 characters.')
  .transform((text) => (text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`))
  .refine((text) => text === '' || isWebAddress(text), 'Write a full address that starts with https:// or http://.')
  .transform((text) => (text === '' ? '' : new URL(text).href));

function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hostname.includes('.');
}

export const companyNameForm = z
  .string()
  .trim()
  .min(1, 'Write the company’s name.')
  .max(80, 'Write at most 80 characters.')
  // A name stands in subjects of mails and in titles of pages.
  .regex(/^[^\p{Cc}]*$/u, 'Leave out control characters.');

export const companyProfileForm = z.strictObject({
  name: companyNameForm,
  site: siteForm.default(''),
  industry: z.enum(INDUSTRY_CODES, 'Choose an industry.'),
  country: z
    .string()
    .trim()
    .refine((code) => COUNTRY_CODES.includes(code), 'Choose a country.'),
  timeZone: z.string().trim().refine(isTimeZone, 'Choose a time zone such as Europe/Berlin.'),
});
