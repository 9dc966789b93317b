import { z } from 'zod';
import { writeTarget } from '../domain/alert/alert-rule.ts';
import { deleteAlertDestination } from '../store/alert-destination.ts';
import { listAlertRules } from '../store/alert-rule.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const removeAlertDestinationForm = z.strictObject({ destinationId: z.string().min(1).max(64) });

/**
 * Removes a destination with its secrets.
 * @throws AppError `not-found`; `invalid-input` while a rule sends there.
 */
export const removeAlertDestination = companyCommand({
  name: 'remove-alert-destination',
  role: 'admin',
  input: removeAlertDestinationForm,
  run: async (_ctx, company, { destinationId }, { trx, audit }) => {
    const target = writeTarget({ kind: 'destination', id: destinationId });
    if ((await listAlertRules(trx, company.id)).some(({ targets }) => targets.includes(target))) {
      throw new AppError('invalid-input', 'A rule sends its alerts there.', 'Remove the rule first.');
    }
    if (!(await deleteAlertDestination(trx, company.id, destinationId))) {
      throw new AppError('not-found', 'There is no such destination.', 'Reload the page: somebody may have removed it.');
    }
    audit({ destinationId });
  },
});
