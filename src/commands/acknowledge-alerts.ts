import { z } from 'zod';
import { acknowledge, countAlerts } from '../store/alert.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const acknowledgeAlertsForm = z.strictObject({
  alertIds: z.array(z.coerce.number().int().positive()).min(1, 'Choose at least one alert.').max(1000),
});

/**
 * Says that one takes care of alerts: nobody else is told of them. Those that are acknowledged already stay as they are.
 * @throws AppError `not-found` when the company has none of them.
 */
export const acknowledgeAlerts = companyCommand({
  name: 'acknowledge-alerts',
  role: 'agent',
  input: acknowledgeAlertsForm,
  run: async (ctx, company, { alertIds }, { trx, audit }) => {
    if ((await countAlerts(trx, company.id, alertIds)) === 0) {
      throw new AppError('not-found', 'There are no such alerts.', 'Reload the page and choose again.');
    }
    const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    const acknowledged = await acknowledge(trx, company.id, { ids: alertIds }, { at: ctx.now, userId });
    audit({ alertIds: acknowledged });
    return { acknowledged: acknowledged.length };
  },
});
