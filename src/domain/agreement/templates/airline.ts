import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../../instant.ts';
import {
  type AgreementTemplate,
  EQUAL_TREATMENT,
  EVERY_DAY,
  list,
  makeChannel,
  makeCommitment,
  makeDayAndNight,
  makeHours,
} from './template.ts';

const IN_PRIVATE = 'Send booking codes, names and travel documents as a direct message, never in public.';

export const airline: AgreementTemplate = {
  id: 'airline',
  name: 'Airline or other transport',
  description: 'People who are on their way and need an answer now, day and night.',
  make: ({ timeZone, reviewOn }) => ({
    calendars: [makeDayAndNight(timeZone), makeHours('phone-hours', 'Phone hours', timeZone, EVERY_DAY, ['06:00', '23:00'])],
    channels: [
      makeChannel('x', 'day-and-night', {
        purpose: 'Delays, changes and questions on the day of travel.',
        covers: 'Public messages that name us and ask something, and direct messages.',
        doesNotCover: 'Posts that mention us without asking anything.',
        privateMatters: IN_PRIVATE,
      }),
      makeChannel('whatsapp', 'day-and-night', {
        purpose: 'Your booking: changes, seats, luggage, check-in.',
        covers: 'Everything about a booking with us.',
        doesNotCover: 'Bookings made with other companies, which only they can change.',
      }),
      makeChannel('phone', 'phone-hours', {
        purpose: 'Matters that cannot wait: missed connections, travel within a day, help for people with reduced mobility.',
        covers: 'Calls about travel within the next 48 hours are taken first.',
      }),
      makeChannel('web-form', 'day-and-night', {
        purpose: 'Complaints, refunds and compensation after the journey.',
        covers: 'Every complaint about a journey with us.',
      }),
    ],
    commitments: [
      makeCommitment('x', 'first-response', 30 * MINUTE_SECONDS, 90, null),
      makeCommitment('x', 'answered', 7 * DAY_SECONDS, 95, null),
      makeCommitment('whatsapp', 'first-response', 15 * MINUTE_SECONDS, 90, null),
      makeCommitment('whatsapp', 'next-response', HOUR_SECONDS, 90, null),
      makeCommitment('phone', 'first-response', 3 * MINUTE_SECONDS, 80, 'phone-hours'),
      makeCommitment('web-form', 'first-response', 2 * DAY_SECONDS, 95, null),
      makeCommitment('web-form', 'resolution', 30 * DAY_SECONDS, 90, null),
    ],
    conduct: {
      weDo: list(
        'On a day when much goes wrong we tell everyone what we know, before they ask.',
        'Whoever answers can see your booking and may change it.',
        'We name your rights to care, refund and compensation without being asked.',
        'We say so when we are wrong.',
      ),
      weAsk: list(
        'Send your booking code in private.',
        'Write on one channel. The same matter on two channels makes everyone wait longer.',
        'Tell us first if you travel within 24 hours.',
        'Be civil: the person who answers did not cancel your journey.',
      ),
      otherwise: list(
        'Insults, threats and hate: we warn once, then stop answering that thread. Threats against staff or a flight are reported.',
        'Messages that have nothing to do with travel are left unanswered and counted in public as excluded.',
        'To appeal, write to the contact named below within 30 days. Another team decides within 7 days.',
      ),
    },
    equalTreatment: {
      promised: true,
      statement: `${EQUAL_TREATMENT.statement} People who travel within 24 hours come first, whoever they are.`,
    },
    remedy:
      'If we answer later than promised on the day of your journey and you had to pay for a call, a ticket or a night because of it, send us the receipt and we pay it back. This comes on top of your legal rights.',
    owner: { name: 'Director of customer care', contact: '' },
    reviewOn,
    noticePeriodDays: 30,
  }),
};
