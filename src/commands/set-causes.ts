import { z } from 'zod';
import { CAUSES } from '../domain/breach/cause.ts';
import type { Refusal } from '../domain/breach/refusal.ts';
import { deleteCauses, saveCauses } from '../store/breach-cause.ts';
import { breachSelection, type Decided, holdSelection, toDecided } from './breach-selection.ts';
import { companyCommand } from './company-command.ts';

/**
 * Says why breaches happened, or takes back what was said (`cause` null: a rule may then say why). Changes no figure of compliance. What is
 * not breached is told apart, the others are done.
 * @throws AppError `not-found`; `changed-meanwhile` when none of them is breached.
 */
export const setCauses = companyCommand({
  name: 'set-causes',
  role: 'agent',
  input: z.strictObject({ breaches: breachSelection, cause: z.enum(CAUSES, 'Choose a cause.').nullable() }),
  run: async (ctx, company, { breaches, cause }, { trx, audit }): Promise<Decided> => {
    const waits = await holdSelection(trx, company, breaches, ctx.now);
    const meant = waits.filter(({ isBreached }) => isBreached);
    const by = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    if (cause === null) await deleteCauses(trx, company.id, meant);
    else await saveCauses(trx, company.id, meant, { cause, at: ctx.now, by });
    audit({ breaches: meant.length, cause });
    const others = waits.filter(({ isBreached }) => !isBreached);
    return toDecided(
      meant.length,
      others.map(({ conversationId }): Refusal => ({ conversationId, reason: 'not-breached' })),
    );
  },
});
