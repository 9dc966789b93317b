import { z } from 'zod';

/** Kinds of destination beside the mail of members, with the name that people read. */
export const DESTINATION_KINDS = {
  slack: 'Slack-compatible webhook',
  teams: 'Microsoft Teams',
  telegram: 'Telegram',
  pagerduty: 'PagerDuty',
  webhook: 'Webhook, signed',
} as const;
export type DestinationKind = keyof typeof DESTINATION_KINDS;
export const destinationKinds = Object.keys(DESTINATION_KINDS) as [DestinationKind, ...DestinationKind[]];

const MOST_URL = 1000;
const url = z
  .url({ protocol: /^https?$/, message: 'Write a full address that begins with https://.' })
  .max(MOST_URL, `Write at most ${MOST_URL} characters.`)
  .refine((text) => new URL(text).username === '' && new URL(text).password === '', 'Leave name and password out of the address.');

/** What each kind needs to be told. All of it is secret once it is saved. */
export const destinationForm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slack'), url }),
  z.strictObject({ kind: z.literal('teams'), url }),
  z.strictObject({
    kind: z.literal('telegram'),
    token: z.string().regex(/^\d{3,20}:[A-Za-z0-9_-]{20,80}$/, 'Copy the token as BotFather gave it: digits, a colon, letters.'),
    chatId: z.string().regex(/^(-?\d{1,20}|@[A-Za-z0-9_]{3,40})$/, 'Write the number of the chat, or @channel.'),
  }),
  z.strictObject({
    kind: z.literal('pagerduty'),
    routingKey: z.string().regex(/^[A-Za-z0-9]{32}$/, 'Copy the integration key: 32 letters and digits.'),
    region: z.enum(['us', 'eu']),
  }),
  /** `secret`: as Standard Webhooks write it, `whsec_` and base64. */
  z.strictObject({ kind: z.literal('webhook'), url, secret: z.string().regex(/^whsec_[A-Za-z0-9+/=]{32,88}$/) }),
]);
export type DestinationSettings = z.output<typeof destinationForm>;

/** Where a message goes. */
export type Recipient = DestinationSettings | { readonly kind: 'mail'; readonly email: string };

/** A message as it leaves, whatever carries it. */
export interface OutgoingAlert {
  /** Stays the same when the message is sent again: receivers can tell. */
  readonly id: string;
  readonly at: number;
  readonly company: { readonly name: string; readonly slug: string };
  readonly isTest: boolean;
  /** One line. */
  readonly summary: string;
  /** A sentence for each alert, at most `MOST_SENTENCES`. */
  readonly sentences: readonly string[];
  readonly count: number;
  /** Where it is acknowledged; without an account. */
  readonly acknowledgeUrl: string;
  readonly pageUrl: string;
}

/** A message names at most so many alerts; of the others it gives the number. */
export const MOST_SENTENCES = 20;

/** Carries messages out of the house. @throws DeliveryFailure */
export interface Courier {
  deliver(recipient: Recipient, message: OutgoingAlert): Promise<void>;
}

/** A message that was not taken. Its words hold no secret: they stand in the delivery log. */
export class DeliveryFailure extends Error {
  /** Trying again would not help. */
  readonly isFinal: boolean;

  constructor(message: string, isFinal = false) {
    super(message);
    this.name = 'DeliveryFailure';
    this.isFinal = isFinal;
  }
}
