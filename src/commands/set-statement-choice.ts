import { z } from 'zod';
import { findLastMonth } from '../domain/statement/due-months.ts';
import { saveStatementChoice } from '../store/statement.ts';
import { companyCommand } from './company-command.ts';

/**
 * Says whether a company publishes signed statements of its months. They begin with the month before the first choice, and no month is left
 * out when the choice is taken back for a while: a company cannot choose its good months. What was published stays.
 */
export const setStatementChoice = companyCommand({
  name: 'set-statement-choice',
  role: 'admin',
  input: z.strictObject({ isOn: z.boolean() }),
  run: async (ctx, company, { isOn }, { trx, audit }) => {
    await saveStatementChoice(trx, company.id, { isOn, fromMonth: findLastMonth(company.timeZone, ctx.now), changedAt: ctx.now });
    audit({ isOn });
    return { isOn };
  },
});
