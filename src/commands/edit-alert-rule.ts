import { z } from 'zod';
import type { AlertRule } from '../domain/alert/alert-rule.ts';
import { listAlertRules, updateAlertRule } from '../store/alert-rule.ts';
import { alertRuleFields, checkRule, checkRuleTargets, toRule } from './alert-rule-input.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const ID_BYTES = 9;

/**
 * Changes a rule for alerts. One that looks for something else from now on begins anew, as if it were added: what is past is not told, and
 * what the rule found before stays in the log and is told to nobody else. One that only tells others, or at other hours, goes on.
 * @throws AppError `not-found` for a rule or a target that the company does not have, `invalid-input`.
 */
export const editAlertRule = companyCommand({
  name: 'edit-alert-rule',
  role: 'admin',
  input: checkRule(z.strictObject({ ...alertRuleFields, ruleId: z.string().min(1).max(64) })),
  run: async (ctx, company, input, { trx, audit }) => {
    const before = (await listAlertRules(trx, company.id)).find(({ id }) => id === input.ruleId);
    if (before === undefined) {
      throw new AppError('not-found', 'There is no such rule.', 'Reload the page: somebody may have removed or changed it.');
    }
    await checkRuleTargets(trx, company.id, input);
    const same = toRule(input, { id: before.id, createdAt: before.createdAt });
    const rule = looksForSame(before, same) ? same : { ...same, id: ctx.randomBytes(ID_BYTES).toString('base64url'), createdAt: ctx.now };
    await updateAlertRule(trx, company.id, before.id, rule);
    audit({ ruleId: rule.id, before: before.trigger, trigger: rule.trigger, channelId: rule.channelId, commitmentId: rule.commitmentId });
    return { ruleId: rule.id };
  },
});

const looksForSame = (one: AlertRule, other: AlertRule): boolean =>
  one.trigger === other.trigger && one.channelId === other.channelId && one.commitmentId === other.commitmentId;
