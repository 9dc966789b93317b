import { EXCLUSION_DEADLINE_SECONDS } from '../conversation/exclusion.ts';
import { DAY_SECONDS } from '../instant.ts';

/** Why nothing was decided about one of several messages. The others are decided all the same. */
export type RefusalReason = 'too-late' | 'no-message' | 'excluded-already' | 'not-excluded' | 'not-breached';

export interface Refusal {
  readonly conversationId: string;
  readonly reason: RefusalReason;
}

/** How a sentence about the message goes on. */
export const REFUSAL_WORDS: Readonly<Record<RefusalReason, string>> = {
  'too-late': `arrived more than ${EXCLUSION_DEADLINE_SECONDS / DAY_SECONDS} days ago and stays in the figures`,
  'no-message': 'was reopened without a message, so there is none to leave out',
  'excluded-already': 'is left out already',
  'not-excluded': 'is not left out',
  'not-breached': 'is not breached, so there is nothing to explain',
};
