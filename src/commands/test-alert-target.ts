import { z } from 'zod';
import { HOUR_SECONDS } from '../domain/instant.ts';
import { takeFromLimits } from './attempt-limits.ts';
import { checkTargets } from './check-alert-targets.ts';
import { companyCommand } from './company-command.ts';
import { newMessageId, requestAlertMessage } from './raise-alerts.ts';

const testAlertTargetForm = z.strictObject({ target: z.string().max(100) });

const MOST_TESTS_AN_HOUR = 30;

/**
 * Sends a test to a member or a destination, by the same way as alerts.
 * @throws AppError `not-found` for a target that the company does not have, `too-many-attempts`.
 */
export const testAlertTarget = companyCommand({
  name: 'test-alert-target',
  role: 'admin',
  input: testAlertTargetForm,
  run: async (ctx, company, { target }, { trx, audit }) => {
    await checkTargets(trx, company.id, [target]);
    const limit = { key: `alert-test:company:${company.id}`, limit: MOST_TESTS_AN_HOUR, windowSeconds: HOUR_SECONDS };
    await takeFromLimits({ ...ctx, db: trx }, [limit]);
    const messageId = newMessageId(ctx);
    await requestAlertMessage(ctx, trx, company.id, { messageId, target, isTest: true });
    audit({ target });
    return { messageId };
  },
});
