import type { Agreement, Commitment } from '../../src/domain/agreement/agreement.ts';
import { makeDayAndNight } from '../../src/domain/agreement/templates/template.ts';
import { getTemplate } from '../../src/domain/agreement/templates.ts';

export type ExamplePromise = Pick<Commitment, 'metric' | 'targetSeconds' | 'objectivePercent'>;

/** What an example promises on X, the only place from which its conversations are known. */
export interface Example {
  /** Handle on X, without @. */
  readonly account: string;
  /** Template that its conduct is taken from. */
  readonly template: string;
  readonly timeZone: string;
  readonly promises: readonly ExamplePromise[];
}

/** Id of the channel of every example. */
export const X_CHANNEL = 'x';

/** An agreement with one channel, X, staffed day and night. */
export function makeExampleAgreement({ account, template, timeZone, promises }: Example, reviewOn: string): Agreement {
  const { conduct, equalTreatment, remedy } = getTemplate(template).make({ timeZone, reviewOn });
  const calendar = makeDayAndNight(timeZone);
  return {
    channels: [
      {
        id: X_CHANNEL,
        kind: 'x',
        handle: `@${account}`,
        url: `https://x.com/${account}`,
        purpose: 'Questions and complaints in public.',
        covers: 'Every message to this account that asks for something.',
        doesNotCover: 'Messages that mention the company without asking anything.',
        languages: ['en'],
        privateMatters: 'Send a private message to the same account.',
        calendarId: calendar.id,
      },
    ],
    calendars: [calendar],
    commitments: promises.map((promise) => ({
      id: `${X_CHANNEL}-${promise.metric}`,
      channelId: X_CHANNEL,
      clockCalendarId: null,
      automationAnswers: false,
      ...promise,
    })),
    conduct,
    equalTreatment,
    remedy,
    owner: { name: 'Example: nobody at the company', contact: `@${account} on X` },
    reviewOn,
    noticePeriodDays: 30,
  };
}
