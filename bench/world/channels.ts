import type { Agreement } from '../../src/domain/agreement/agreement.ts';
import type { ChannelKind } from '../../src/domain/agreement/channel-kind.ts';
import {
  EQUAL_TREATMENT,
  list,
  MONDAY_TO_FRIDAY,
  MONDAY_TO_SATURDAY,
  makeChannel,
  makeCommitment,
  makeHours,
} from '../../src/domain/agreement/templates/template.ts';
import { HOUR_SECONDS } from '../../src/domain/instant.ts';

interface WorldChannel {
  readonly kind: ChannelKind;
  /** Part of the conversations; together 1. */
  readonly part: number;
  /** Of the answers, by day. */
  readonly medianSeconds: number;
  readonly calendarId: string;
  readonly targetSeconds: number;
}

export const WORLD_CHANNELS: readonly WorldChannel[] = [
  { kind: 'email', part: 0.32, medianSeconds: 3 * HOUR_SECONDS, calendarId: 'office', targetSeconds: 8 * HOUR_SECONDS },
  { kind: 'whatsapp', part: 0.25, medianSeconds: 600, calendarId: 'long', targetSeconds: HOUR_SECONDS },
  { kind: 'x', part: 0.2, medianSeconds: 900, calendarId: 'long', targetSeconds: HOUR_SECONDS },
  { kind: 'live-chat', part: 0.15, medianSeconds: 45, calendarId: 'long', targetSeconds: 180 },
  { kind: 'facebook', part: 0.08, medianSeconds: 1_800, calendarId: 'long', targetSeconds: 2 * HOUR_SECONDS },
];

/** The one that figures of a single channel are measured on. */
export const MEASURED_CHANNEL = 'facebook';
export const MEASURED_COMMITMENT = `${MEASURED_CHANNEL}-first-response`;

/** Channels on which every further message is promised an answer too. */
const FURTHER_PROMISED: readonly ChannelKind[] = ['whatsapp', 'x'];

/** An agreement with five channels and two calendars. @param factor of the targets: less than 1 promises more. */
export function makeWorldAgreement(name: string, timeZone: string, reviewOn: string, factor = 1): Agreement {
  const texts = { purpose: 'Questions, orders and complaints.', covers: 'Every message that asks for something.' };
  return {
    channels: WORLD_CHANNELS.map(({ kind, calendarId }) => ({
      ...makeChannel(kind, calendarId, texts),
      handle: kind === 'email' ? `help@${name}.example` : `@${name}`,
    })),
    calendars: [
      makeHours('office', 'Office hours', timeZone, MONDAY_TO_FRIDAY, ['08:00', '18:00']),
      makeHours('long', 'Long hours', timeZone, MONDAY_TO_SATURDAY, ['07:00', '22:00']),
    ],
    commitments: WORLD_CHANNELS.flatMap(({ kind, targetSeconds, calendarId }) => {
      const target = Math.round(targetSeconds * factor);
      const first = makeCommitment(kind, 'first-response', target, 85, calendarId);
      return FURTHER_PROMISED.includes(kind) ? [first, makeCommitment(kind, 'next-response', target, 80, null)] : [first];
    }),
    conduct: {
      weDo: list('We answer in full sentences.', 'We say when we do not know.', 'We never ask for a password.'),
      weAsk: list('Write what you need in one message.', 'Leave personal data out of public messages.'),
      otherwise: list('We leave out messages that insult people.', 'You can ask us to look at that again.'),
    },
    equalTreatment: EQUAL_TREATMENT,
    remedy: 'Whoever waits longer than promised is called back the same day.',
    owner: { name: 'Customer service', contact: `help@${name}.example` },
    reviewOn,
    noticePeriodDays: 30,
  };
}
