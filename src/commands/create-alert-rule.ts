import { z } from 'zod';
import { insertAlertRule, listAlertRules } from '../store/alert-rule.ts';
import { alertRuleFields, checkRule, checkRuleTargets, toRule } from './alert-rule-input.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const MOST_RULES = 50;
const ID_BYTES = 9;

/**
 * Adds a rule for alerts. What is past when it is added is not told, but for shares of a target that are used already.
 * @throws AppError `not-found` for a target that the company does not have, `invalid-input` also at 50 rules.
 */
export const createAlertRule = companyCommand({
  name: 'create-alert-rule',
  role: 'admin',
  input: checkRule(z.strictObject(alertRuleFields)),
  run: async (ctx, company, input, { trx, audit }) => {
    await checkRuleTargets(trx, company.id, input);
    if ((await listAlertRules(trx, company.id)).length >= MOST_RULES) {
      throw new AppError('invalid-input', `The company has ${MOST_RULES} rules, which is the most.`, 'Remove one first.');
    }
    const rule = toRule(input, { id: ctx.randomBytes(ID_BYTES).toString('base64url'), createdAt: ctx.now });
    await insertAlertRule(trx, company.id, rule, ctx.actor.kind === 'user' ? ctx.actor.userId : null);
    audit({ ruleId: rule.id, trigger: rule.trigger, channelId: rule.channelId, commitmentId: rule.commitmentId });
    return { ruleId: rule.id };
  },
});
