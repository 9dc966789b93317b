import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../../instant.ts';
import { type AgreementTemplate, list, MONDAY_TO_FRIDAY, makeChannel, makeCommitment, makeHours } from './template.ts';

export const software: AgreementTemplate = {
  id: 'software',
  name: 'Software',
  description: 'Help with a product, reports of faults, and a public place for code or discussion.',
  make: ({ timeZone, reviewOn }) => ({
    calendars: [
      makeHours('support-hours', 'Support hours', timeZone, MONDAY_TO_FRIDAY, ['09:00', '18:00']),
      makeHours('chat-hours', 'Chat hours', timeZone, MONDAY_TO_FRIDAY, ['10:00', '16:00']),
    ],
    channels: [
      makeChannel('email', 'support-hours', {
        purpose: 'Help with the product, your account and invoices.',
        covers: 'Every message from customers and from people who try the product.',
        doesNotCover: 'Sales offers to us.',
      }),
      makeChannel('live-chat', 'chat-hours', {
        purpose: 'Quick questions while you work.',
        covers: 'Questions about how to use the product.',
        doesNotCover: 'Faults that need somebody to look into your data: these go to e-mail, and we open the case for you.',
      }),
      makeChannel('github', 'support-hours', {
        purpose: 'Reports of faults and proposals, in public.',
        covers: 'New issues and questions in issues of our own repositories.',
        doesNotCover: 'Pull requests, and repositories that are not ours.',
        privateMatters: 'Report weaknesses in security by e-mail, never in a public issue.',
      }),
    ],
    commitments: [
      makeCommitment('email', 'first-response', 4 * HOUR_SECONDS, 90, 'support-hours'),
      makeCommitment('email', 'next-response', 8 * HOUR_SECONDS, 90, 'support-hours'),
      makeCommitment('live-chat', 'first-response', 5 * MINUTE_SECONDS, 90, 'chat-hours'),
      makeCommitment('github', 'first-response', 3 * DAY_SECONDS, 80, null),
      makeCommitment('github', 'answered', 14 * DAY_SECONDS, 95, null),
    ],
    conduct: {
      weDo: list(
        'Somebody who knows the product answers, not a script.',
        'We say whether we could see the fault ourselves, and what happens next.',
        'We say no when the answer is no, and give the reason.',
        'We publish faults that concern many people before they have to ask.',
      ),
      weAsk: list(
        'Tell us what you did, what you expected, and what happened instead.',
        'Take keys, passwords and other people’s data out of what you send.',
        'Look whether the same fault was reported already, and add to that report.',
      ),
      otherwise: list(
        'Attacks on people: we warn once, then close the thread and say so.',
        'Threads that leave their subject are moved or closed, with a link to the right place.',
        'To appeal, write to the contact named below within 30 days. Somebody who was not involved decides within 5 working days.',
      ),
    },
    equalTreatment: {
      promised: true,
      statement:
        'The times above hold for everyone who writes on these channels, whatever they pay and however many people follow them. Where a contract promises more, it is kept without making others wait longer.',
    },
    remedy:
      'If we miss these times for you twice in a month, tell us and the month after is free of charge on paid plans. We publish every month in which we did not keep our word, and what we changed.',
    owner: { name: 'Head of support', contact: '' },
    reviewOn,
    noticePeriodDays: 30,
  }),
};
