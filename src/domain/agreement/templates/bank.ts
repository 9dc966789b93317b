import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../../instant.ts';
import {
  type AgreementTemplate,
  EQUAL_TREATMENT,
  list,
  MONDAY_TO_FRIDAY,
  makeChannel,
  makeCommitment,
  makeDayAndNight,
  makeHours,
} from './template.ts';

const SAFE_PLACE = 'Never write account numbers, card numbers or codes here. Use the secure messages of your online banking.';

export const bank: AgreementTemplate = {
  id: 'bank',
  name: 'Bank or insurer',
  description: 'Careful answers, a safe place for private matters, and an emergency line that is always open.',
  make: ({ timeZone, reviewOn }) => ({
    calendars: [makeHours('banking-hours', 'Banking hours', timeZone, MONDAY_TO_FRIDAY, ['08:00', '18:00']), makeDayAndNight(timeZone)],
    channels: [
      makeChannel('app-store', 'banking-hours', {
        purpose: 'Reviews of our app.',
        covers: 'Reviews that report a fault or ask something.',
        doesNotCover: 'Reviews that only give stars.',
        privateMatters: SAFE_PLACE,
      }),
      makeChannel('x', 'banking-hours', {
        purpose: 'General questions, and faults of our services.',
        covers: 'Public messages that name us and ask something, and direct messages.',
        doesNotCover: 'Anything about one account, which we may not discuss here.',
        privateMatters: SAFE_PLACE,
      }),
      makeChannel('email', 'banking-hours', {
        purpose: 'Complaints, and questions that need papers.',
        covers: 'Every complaint and every question about our products.',
        privateMatters: SAFE_PLACE,
      }),
      makeChannel('phone', 'day-and-night', {
        purpose: 'Lost or stolen cards, and payments you did not make.',
        covers: 'Emergencies, day and night.',
        doesNotCover: 'Advice and new contracts.',
      }),
    ],
    commitments: [
      makeCommitment('x', 'first-response', HOUR_SECONDS, 90, 'banking-hours'),
      makeCommitment('app-store', 'first-response', 3 * DAY_SECONDS, 80, null),
      makeCommitment('email', 'first-response', 10 * HOUR_SECONDS, 95, 'banking-hours'),
      makeCommitment('email', 'resolution', 15 * DAY_SECONDS, 90, null),
      makeCommitment('phone', 'first-response', 2 * MINUTE_SECONDS, 90, null),
    ],
    conduct: {
      weDo: list(
        'We answer in words that need no banker to read.',
        'We name every cost, and what you can do without paying.',
        'A complaint gets one person who stays with it until it is settled.',
        'We never ask for a PIN, a password or a whole card number, on any channel.',
      ),
      weAsk: list(
        'Keep account and card numbers out of public channels.',
        'Report a lost card by phone at once, before anything else.',
        'Let us check that it is you before we speak about an account.',
        'Be civil to the people who answer.',
      ),
      otherwise: list(
        'Insults, threats and hate: we warn once, then stop answering that thread and say so. Threats are reported.',
        'Messages that pretend to come from us are reported to the network and left unanswered.',
        'To appeal, write to the contact named below within 30 days. The complaints office decides within 10 working days and names the ombudsman you can turn to next.',
      ),
    },
    equalTreatment: { ...EQUAL_TREATMENT },
    remedy:
      'If we are late with a complaint, we say why, name a new day, and pay interest for the time you waited where money is at stake. If we are late twice, the head of the complaints office calls you.',
    owner: { name: 'Complaints office', contact: '' },
    reviewOn,
    noticePeriodDays: 60,
  }),
};
