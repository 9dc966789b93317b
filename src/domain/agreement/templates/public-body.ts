import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../../instant.ts';
import { type AgreementTemplate, list, MONDAY_TO_FRIDAY, makeChannel, makeCommitment, makeHours } from './template.ts';

export const publicBody: AgreementTemplate = {
  id: 'public-body',
  name: 'Public body',
  description: 'A city, an authority or another office that owes everybody an answer.',
  make: ({ timeZone, reviewOn }) => ({
    calendars: [makeHours('office-hours', 'Office hours', timeZone, MONDAY_TO_FRIDAY, ['08:00', '12:00'], ['13:00', '16:00'])],
    channels: [
      makeChannel('web-form', 'office-hours', {
        purpose: 'Requests, applications and complaints.',
        covers: 'Every matter that we are responsible for. If we are not, we say who is.',
        doesNotCover: 'Legal remedies with a time limit, which need the form that the law names.',
      }),
      makeChannel('mastodon', 'office-hours', {
        purpose: 'General questions about our services and about what goes on.',
        covers: 'Messages that name us and ask something.',
        doesNotCover: 'Single cases, which we do not discuss in public.',
        privateMatters: 'Use the web form: it is encrypted and goes straight to the office in charge.',
      }),
      makeChannel('phone', 'office-hours', {
        purpose: 'Which office is in charge, opening hours, how to apply.',
        covers: 'Questions of everybody, also without a file number.',
      }),
    ],
    commitments: [
      makeCommitment('web-form', 'first-response', 14 * HOUR_SECONDS, 90, 'office-hours'),
      makeCommitment('web-form', 'resolution', 30 * DAY_SECONDS, 80, null),
      makeCommitment('mastodon', 'first-response', 7 * HOUR_SECONDS, 90, 'office-hours'),
      makeCommitment('mastodon', 'answered', 7 * DAY_SECONDS, 95, null),
      makeCommitment('phone', 'first-response', 5 * MINUTE_SECONDS, 80, 'office-hours'),
    ],
    conduct: {
      weDo: list(
        'Everybody gets an answer, whatever the question and whoever asks.',
        'We name the office in charge and pass your matter on, instead of sending you away.',
        'We write in plain language, and in easy language when you ask for it.',
        'We say how long it will take, and tell you when it takes longer.',
      ),
      weAsk: list(
        'Tell us what it is about and, if you have one, your file number, in private.',
        'Keep personal data of yourself and others out of public channels.',
        'Respect the people who work here, as they respect you.',
      ),
      otherwise: list(
        'Criticism is welcome, sharp criticism too. Insults, threats and hate are hidden after one warning, and kept on file.',
        'Nobody loses the right to an answer: who may not write in public any more can use the form.',
        'To appeal, write to the contact named below within 30 days. A person from another office decides within 10 working days and names the way to complain further.',
      ),
    },
    equalTreatment: {
      promised: true,
      statement:
        'Everybody is answered in the order in which they wrote: residents, press and elected members alike. Only danger to people goes first.',
    },
    remedy:
      'If we answer later than promised, we write to you with the reason and a new day. How often that happened and what we change stands in our yearly report.',
    owner: { name: 'Citizens’ office', contact: '' },
    reviewOn,
    noticePeriodDays: 60,
  }),
};
