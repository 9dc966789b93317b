import { z } from 'zod';
import { formatInstant, type Instant } from '../instant.ts';
import type { Explained } from './explained.ts';
import type { Explanation } from './explanation.ts';

const instantText = z.iso.datetime().meta({ description: 'UTC, whole seconds.' });
const count = z.int().min(0);

/** An explanation as the API gives it. */
export const explanationAnswer = z.strictObject({
  id: z.string(),
  channels: z.array(z.string()).meta({ description: 'Ids of the channels that it is about; empty: all of them.' }),
  from: instantText,
  until: instantText.meta({ description: 'Does not belong to it.' }),
  text: z.string().nullable().meta({ description: 'The company’s own words, plain text; null once withdrawn.' }),
  publishedAt: instantText,
  editedAt: instantText.nullable().meta({ description: 'When it was last changed; null: it stands as it was published.' }),
  withdrawnAt: instantText.nullable(),
});

/** The same beside figures. */
export const explainedAnswer = explanationAnswer.extend({
  messages: z.strictObject({ decided: count, breached: count }).meta({
    description:
      'Messages of the window that arrived on its days, on its channels, each counted once: all of them are in the figures. A message counts for the day on which it arrived.',
  }),
});

/** A company's explanations as the API gives them. */
export const explanationsAnswer = z.strictObject({
  company: z.string(),
  explanations: z.array(explanationAnswer).meta({ description: 'The newest period first; withdrawn ones among them.' }),
});

export function toExplanationAnswer(explanation: Explanation): z.output<typeof explanationAnswer> {
  const { id, channelIds, fromAt, untilAt, text, publishedAt, editedAt, withdrawnAt } = explanation;
  return {
    id,
    channels: [...channelIds],
    from: formatInstant(fromAt),
    until: formatInstant(untilAt),
    text: withdrawnAt === null ? text : null,
    publishedAt: formatInstant(publishedAt),
    editedAt: formatOptional(editedAt),
    withdrawnAt: formatOptional(withdrawnAt),
  };
}

export function toExplainedAnswer(explained: Explained): z.output<typeof explainedAnswer> {
  const { decided, breached } = explained;
  return { ...toExplanationAnswer(explained), messages: { decided, breached } };
}

const formatOptional = (at: Instant | null): string | null => (at === null ? null : formatInstant(at));
