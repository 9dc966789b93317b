import { EVENT_TYPES, type EventType } from '../../domain/conversation/event.ts';

/** What other systems call an event, in small letters with hyphens. */
const WORDS: Readonly<Record<string, EventType>> = {
  ...Object.fromEntries(EVENT_TYPES.map((type) => [type, type])),
  customer: 'customer-message',
  user: 'customer-message',
  'end-user': 'customer-message',
  contact: 'customer-message',
  inbound: 'customer-message',
  incoming: 'customer-message',
  received: 'customer-message',
  question: 'customer-message',
  true: 'customer-message',
  agent: 'agent-reply',
  admin: 'agent-reply',
  staff: 'agent-reply',
  outbound: 'agent-reply',
  outgoing: 'agent-reply',
  sent: 'agent-reply',
  reply: 'agent-reply',
  answer: 'agent-reply',
  false: 'agent-reply',
  bot: 'automatic-reply',
  'auto-reply': 'automatic-reply',
  'customer-auto-reply': 'customer-automatic-reply',
  note: 'internal-note',
  pending: 'pending-customer',
  solved: 'resolved',
  closed: 'resolved',
  reopen: 'reopened',
};

/** The type that a word of another system means: `Agent Reply` is `agent-reply`, `True` in a column `inbound` is a customer's message. */
export function readEventType(text: string): EventType | undefined {
  if (Object.hasOwn(WORDS, text)) return WORDS[text];
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}
