import { DAY_SECONDS, HOUR_SECONDS } from '../../instant.ts';
import { type AgreementTemplate, EQUAL_TREATMENT, list, MONDAY_TO_SATURDAY, makeChannel, makeCommitment, makeHours } from './template.ts';

export const onlineShop: AgreementTemplate = {
  id: 'online-shop',
  name: 'Online shop',
  description: 'Questions about orders, delivery and returns, mostly by e-mail and on social networks.',
  make: ({ timeZone, reviewOn }) => ({
    calendars: [makeHours('shop-hours', 'Shop hours', timeZone, MONDAY_TO_SATURDAY, ['09:00', '18:00'])],
    channels: [
      makeChannel('email', 'shop-hours', {
        purpose: 'Anything about an order: delivery, returns, payment, faulty goods.',
        covers: 'Every message from customers and from people who think about buying.',
        doesNotCover: 'Offers from suppliers and job applications.',
      }),
      makeChannel('instagram', 'shop-hours', {
        purpose: 'Questions about products and the shop, in public or as a direct message.',
        covers: 'Direct messages, and comments that ask us something.',
        doesNotCover: 'Comments that ask nothing, and tags in other people’s pictures.',
        privateMatters: 'Send order numbers and addresses as a direct message or by e-mail, never in a comment.',
      }),
      makeChannel('facebook', 'shop-hours', {
        purpose: 'Questions about products, orders and the shop.',
        covers: 'Messages, and comments and posts on our page that ask us something.',
        doesNotCover: 'Comments that ask nothing.',
        privateMatters: 'Send order numbers and addresses as a message or by e-mail, never in a comment.',
      }),
    ],
    commitments: [
      makeCommitment('email', 'first-response', 8 * HOUR_SECONDS, 90, 'shop-hours'),
      makeCommitment('email', 'resolution', 5 * DAY_SECONDS, 80, null),
      makeCommitment('instagram', 'first-response', 4 * HOUR_SECONDS, 90, 'shop-hours'),
      makeCommitment('facebook', 'first-response', 4 * HOUR_SECONDS, 90, 'shop-hours'),
    ],
    conduct: {
      weDo: list(
        'A person reads each message and answers what was asked.',
        'We say when the goods will be there, or that we do not know yet and when we will.',
        'When the fault is ours, we say so and put it right without making you prove it twice.',
        'We never ask for passwords or full card numbers.',
      ),
      weAsk: list(
        'Give the order number, in private.',
        'Keep one matter in one message thread; a second message does not move you forward.',
        'Be civil to the people who answer. Be as angry as you like about the thing.',
      ),
      otherwise: list(
        'Insults, threats and hate: we warn once, then stop answering that thread and say so.',
        'Advertising and the same text sent many times are left unanswered and counted in public as excluded.',
        'To appeal, write to the contact named below within 30 days. Somebody who was not involved looks at it and answers within 5 working days.',
      ),
    },
    equalTreatment: { ...EQUAL_TREATMENT },
    remedy:
      'If we answer later than promised, tell us: the shipping costs of that order are refunded. If we have not answered after seven days, you may return the goods at our cost, whatever the reason.',
    owner: { name: 'Customer service', contact: '' },
    reviewOn,
    noticePeriodDays: 30,
  }),
};
