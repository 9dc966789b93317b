import { DAY_SECONDS, HOUR_SECONDS } from '../../instant.ts';
import { type AgreementTemplate, EQUAL_TREATMENT, list, MONDAY_TO_FRIDAY, makeChannel, makeCommitment, makeHours } from './template.ts';

export const smallBusiness: AgreementTemplate = {
  id: 'small-business',
  name: 'Small business',
  description: 'A few people who do the work and answer messages in between: modest promises that can be kept.',
  make: ({ timeZone, reviewOn }) => ({
    calendars: [makeHours('opening-hours', 'Opening hours', timeZone, MONDAY_TO_FRIDAY, ['09:00', '17:00'])],
    channels: [
      makeChannel('email', 'opening-hours', {
        purpose: 'Orders, appointments, quotes and complaints.',
        covers: 'Every message from customers and from people who want to become one.',
        doesNotCover: 'Advertising.',
      }),
      makeChannel('whatsapp', 'opening-hours', {
        purpose: 'Appointments and short questions.',
        covers: 'Messages in writing. Voice messages may take us longer.',
        doesNotCover: 'Calls, which we cannot take while we work.',
      }),
    ],
    commitments: [
      makeCommitment('email', 'first-response', 8 * HOUR_SECONDS, 90, 'opening-hours'),
      makeCommitment('email', 'answered', 7 * DAY_SECONDS, 99, null),
      makeCommitment('whatsapp', 'first-response', 4 * HOUR_SECONDS, 80, 'opening-hours'),
    ],
    conduct: {
      weDo: list(
        'Whoever answers also does the work, and tells you honestly what is possible.',
        'We name a price and a day, and call before either changes.',
        'We put right what we did wrong, at our cost.',
      ),
      weAsk: list(
        'Tell us what you need and by when.',
        'Tell us as soon as you can when you cannot keep an appointment.',
        'Be friendly: we are few, and we read everything.',
      ),
      otherwise: list(
        'Insults and threats: we say once that we do not want that, then stop answering.',
        'To appeal, write to the contact named below within 30 days. We talk about it again and answer within 5 working days.',
      ),
    },
    equalTreatment: { ...EQUAL_TREATMENT },
    remedy: 'If we answer later than promised, tell us and the next appointment or delivery is on us.',
    owner: { name: 'The management', contact: '' },
    reviewOn,
    noticePeriodDays: 30,
  }),
};
