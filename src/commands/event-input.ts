import { z } from 'zod';
import { AUDIENCE_BANDS } from '../domain/conversation/audience.ts';
import { EVENT_TYPES, OWN_EVENT_PREFIX } from '../domain/conversation/event.ts';
import { EXCLUSION_REASONS } from '../domain/conversation/exclusion-reason.ts';
import { DAY_SECONDS, parseInstant } from '../domain/instant.ts';

/** No control characters, and no halves of characters that no encoding can write. */
const WRITABLE = /^[^\p{Cc}\p{Cs}]*$/u;

/** Whole texts of the source's own making: what cannot be stored exactly as given is refused. */
const sourceText = (what: string) =>
  z
    .string(`Give ${what} as text.`)
    .min(1, `Give ${what}; it is empty.`)
    .max(200, `Give ${what} in at most 200 characters.`)
    .regex(WRITABLE, `Give ${what} without control characters.`);

const NOT_OURS = new RegExp(`^(?!${OWN_EVENT_PREFIX})`);

const TIME_MESSAGE = 'Write the time as 2026-03-02T09:00:00Z, with Z or an offset such as +01:00, or as whole seconds since 1970.';

const time = z
  .union([z.string(), z.int()], TIME_MESSAGE)
  .transform((given, context) => {
    const instant = typeof given === 'number' ? given : readTime(given);
    if (instant !== undefined && instant >= 0) return instant;
    context.issues.push({ code: 'custom', message: TIME_MESSAGE, input: given });
    return z.NEVER;
  })
  .meta({ description: 'RFC 3339 time with an offset, or whole seconds since 1970-01-01T00:00:00Z. At most 5 minutes in the future.' });

function readTime(text: string): number | undefined {
  try {
    return parseInstant(text);
  } catch {
    return undefined;
  }
}

/** Sixty years: what an int4 of seconds holds. Before the message too: some matters are late when they are first told of. */
const MOST_TARGET_SECONDS = 60 * 365 * DAY_SECONDS;

const ABOUT_MESSAGE = new Set(['customer-message', 'excluded', 'exclusion-revoked']);

/** One event as the API, an import or a connector gives it. */
export const eventInput = z
  .strictObject({
    id: sourceText('the event’s id')
      .regex(NOT_OURS, `Ids that begin with ${OWN_EVENT_PREFIX} are Kept’s own.`)
      .meta({ description: 'The source’s own id: the same id again is the same event again.' }),
    conversation: sourceText('the conversation’s id').meta({ description: 'The source’s own id of the thread.' }),
    channel: z
      .string('Give the channel’s id as text.')
      .min(1)
      .max(40, 'Give the id of one of the company’s channels.')
      .meta({ description: 'Id of a channel of the company’s agreement.' }),
    type: z.enum(EVENT_TYPES, `Use one of the types ${EVENT_TYPES.join(', ')}.`),
    at: time,
    author: sourceText('the author').optional().meta({ description: 'Who wrote. Kept only as a hash with a key of the company’s own.' }),
    audience: z
      .enum(AUDIENCE_BANDS, `Use one of the size bands ${AUDIENCE_BANDS.join(', ')}.`)
      .optional()
      .meta({ description: 'Size band of the author’s audience, to show that a larger following is not answered faster.' }),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Use a language tag such as en or pt-BR.')
      .max(35)
      .optional(),
    message: sourceText('the message’s id').optional().meta({
      description:
        'Of an exclusion or its revocation: the message meant; without it the whole conversation up to then. Of a customer message: its own id where it is not the event’s.',
    }),
    topic: sourceText('the topic').max(60, 'Give the topic in at most 60 characters.').optional().meta({
      description:
        'Of a customer message: what it is about, as a label. Promises may be narrowed to one. Later messages without one keep it.',
    }),
    due: time.optional().meta({
      description:
        'Of a customer message: by when this very matter is promised. It counts for promises that hold each message to its own time.',
    }),
    reason: z.enum(EXCLUSION_REASONS, `Use one of the reasons ${EXCLUSION_REASONS.join(', ')}.`).optional(),
  })
  .superRefine((event, context) => {
    if (event.type === 'excluded' && event.reason === undefined) {
      context.addIssue({ code: 'custom', path: ['reason'], message: `An exclusion needs a reason: ${EXCLUSION_REASONS.join(', ')}.` });
    }
    if (event.type !== 'excluded' && event.reason !== undefined) {
      context.addIssue({ code: 'custom', path: ['reason'], message: 'Only an exclusion (type excluded) has a reason.' });
    }
    if (event.type !== 'customer-message' && (event.topic !== undefined || event.due !== undefined)) {
      context.addIssue({ code: 'custom', path: ['topic'], message: 'Only a customer message has a topic or a time by which it is due.' });
    }
    if (event.due !== undefined && Math.abs(event.due - event.at) > MOST_TARGET_SECONDS) {
      context.addIssue({ code: 'custom', path: ['due'], message: 'A message is due within sixty years of the time it was written.' });
    }
    if (event.message !== undefined && !ABOUT_MESSAGE.has(event.type)) {
      context.addIssue({ code: 'custom', path: ['message'], message: 'Only a customer message or an exclusion names a message.' });
    }
  });

export type EventInput = z.output<typeof eventInput>;

/** What an event looks like before it is parsed: what connectors and imports make. */
export type RawEvent = z.input<typeof eventInput>;
