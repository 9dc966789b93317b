import { z } from 'zod';
import type { Refusal } from '../domain/breach/refusal.ts';
import { EXCLUSION_CHOICES } from '../domain/conversation/exclusion-reason.ts';
import type { NamedWait } from '../store/wait.ts';
import { breachSelection, type Decided, holdSelection, toDecided } from './breach-selection.ts';
import { companyCommand } from './company-command.ts';
import { type MeantMessage, recordExclusions } from './record-exclusions.ts';

const excludeMessagesForm = z
  .strictObject({
    breaches: breachSelection,
    reason: z.enum(EXCLUSION_CHOICES, 'Choose why they are left out.'),
    clause: z.string().trim().max(300, 'Write at most 300 characters.').default(''),
  })
  .refine(({ reason, clause }) => reason !== 'abuse' || clause !== '', {
    message: 'Say which clause of the agreement was broken: abuse is what your conduct guidelines say it is.',
    path: ['clause'],
  });

/**
 * Takes messages out of the figures, with a reason and the clause of the agreement it rests on: whatever became of them, until 30 days after
 * they arrived. Those that cannot be left out any more are told apart, the others are left out.
 * @throws AppError `not-found`; `too-late-to-exclude` or `changed-meanwhile` when nothing at all was left out.
 */
export const excludeMessages = companyCommand({
  name: 'exclude-messages',
  role: 'agent',
  input: excludeMessagesForm,
  run: async (ctx, company, { breaches, reason, clause }, { trx, audit }): Promise<Decided> => {
    const waits = await holdSelection(trx, company, breaches, ctx.now);
    const { messages, refused } = sortOut(waits);
    const decision = { type: 'excluded', reason, clause: clause === '' ? null : clause } as const;
    const late = messages.length === 0 ? [] : await recordExclusions(ctx, trx, company, messages, decision);
    const tooLate = late.map(({ conversationId }): Refusal => ({ conversationId, reason: 'too-late' }));
    const decided = messages.length - late.length;
    audit({ messages: decided, reason, ...(clause === '' ? {} : { clause }) });
    return toDecided(decided, [...tooLate, ...refused]);
  },
});

/** Each message once; a message may ask for several waits. */
export function listMessages(waits: readonly NamedWait[]): MeantMessage[] {
  const keyOf = ({ sourceId, conversationId, messageId }: NamedWait) => JSON.stringify([sourceId, conversationId, messageId]);
  return [...new Map(waits.map((wait) => [keyOf(wait), wait])).values()];
}

function sortOut(waits: readonly NamedWait[]): { messages: MeantMessage[]; refused: Refusal[] } {
  const refuse = (reason: Refusal['reason'], refused: readonly NamedWait[]) =>
    listMessages(refused).map(({ conversationId }): Refusal => ({ conversationId, reason }));
  const named = waits.filter(({ messageId }) => messageId !== '');
  return {
    messages: listMessages(named.filter(({ excludedAt }) => excludedAt === null)),
    refused: [
      ...refuse(
        'no-message',
        waits.filter(({ messageId }) => messageId === ''),
      ),
      ...refuse(
        'excluded-already',
        named.filter(({ excludedAt }) => excludedAt !== null),
      ),
    ],
  };
}
