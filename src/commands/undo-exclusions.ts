import { z } from 'zod';
import type { Refusal } from '../domain/breach/refusal.ts';
import { breachSelection, type Decided, holdSelection, toDecided } from './breach-selection.ts';
import { companyCommand } from './company-command.ts';
import { listMessages } from './exclude-messages.ts';
import { recordExclusions } from './record-exclusions.ts';

/**
 * Takes messages back into the figures that were left out, by whomever: they are judged as if they had never been left out. No time is too
 * late for it; whether a message can be left out again is decided by when it arrived.
 * @throws AppError `not-found`; `changed-meanwhile` when none of them is left out.
 */
export const undoExclusions = companyCommand({
  name: 'undo-exclusions',
  role: 'agent',
  input: z.strictObject({ breaches: breachSelection }),
  run: async (ctx, company, { breaches }, { trx, audit }): Promise<Decided> => {
    const waits = await holdSelection(trx, company, breaches, ctx.now);
    const messages = listMessages(waits.filter(({ excludedAt }) => excludedAt !== null));
    const others = listMessages(waits.filter(({ excludedAt }) => excludedAt === null));
    if (messages.length > 0) {
      await recordExclusions(ctx, trx, company, messages, { type: 'exclusion-revoked', reason: null, clause: null });
    }
    audit({ messages: messages.length });
    return toDecided(
      messages.length,
      others.map(({ conversationId }): Refusal => ({ conversationId, reason: 'not-excluded' })),
    );
  },
});
