import { z } from 'zod';
import { type AlertRule, MOST_ESCALATIONS, TRIGGERS, writeTarget } from '../domain/alert/alert-rule.ts';
import { parseMinutes } from '../domain/alert/quiet-hours.ts';
import { DAY_SECONDS, MINUTE_SECONDS } from '../domain/instant.ts';
import { insertAlertRule, listAlertRules } from '../store/alert-rule.ts';
import { checkTargets } from './check-alert-targets.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const time = z.union([z.literal(''), z.string().refine((text) => parseMinutes(text) !== undefined, 'Write a time such as 22:00.')]);

const createAlertRuleForm = z
  .strictObject({
    trigger: z.enum(TRIGGERS, 'Choose when to warn.'),
    /** Empty: every channel. */
    channelId: z.string().max(40).default(''),
    /** Empty: every commitment. */
    commitmentId: z.string().max(40).default(''),
    breachesLeft: z.coerce
      .number('Write a number from 1 to 50.')
      .int()
      .min(1, 'Write a number from 1 to 50.')
      .max(50, 'Write a number from 1 to 50.')
      .default(3),
    targets: z.array(z.string().max(100)).min(1, 'Choose at least one place where alerts go.').max(30),
    quietFrom: time.default(''),
    quietUntil: time.default(''),
    /** Empty: nobody else is told. */
    escalateAfterMinutes: z
      .union([
        z.literal(''),
        z.coerce
          .number()
          .int()
          .min(1)
          .max(DAY_SECONDS / MINUTE_SECONDS),
      ])
      .default(''),
    /** Members by their user ids, in order. */
    escalation: z.array(z.string().max(64)).max(MOST_ESCALATIONS).default([]),
  })
  .refine(({ quietFrom, quietUntil }) => (quietFrom === '') === (quietUntil === ''), {
    message: 'Quiet hours need a beginning and an end.',
    path: ['quietUntil'],
  })
  .refine(({ quietFrom, quietUntil }) => quietFrom === '' || quietFrom !== quietUntil, {
    message: 'Quiet hours must end at another time than they begin.',
    path: ['quietUntil'],
  })
  .refine(({ escalateAfterMinutes, escalation }) => escalateAfterMinutes === '' || escalation.length > 0, {
    message: 'Choose who is told next.',
    path: ['escalation.0'],
  });

const MOST_RULES = 50;
const ID_BYTES = 9;

/**
 * Adds a rule for alerts. What is past when it is added is not told, but for shares of a target that are used already.
 * @throws AppError `not-found` for a target that the company does not have, `invalid-input` also at 50 rules.
 */
export const createAlertRule = companyCommand({
  name: 'create-alert-rule',
  role: 'admin',
  input: createAlertRuleForm,
  run: async (ctx, company, input, { trx, audit }) => {
    const members = input.escalation.map((id) => writeTarget({ kind: 'member', id }));
    await checkTargets(trx, company.id, [...input.targets, ...members]);
    if ((await listAlertRules(trx, company.id)).length >= MOST_RULES) {
      throw new AppError('invalid-input', `The company has ${MOST_RULES} rules, which is the most.`, 'Remove one first.');
    }
    const rule = toRule(input, { id: ctx.randomBytes(ID_BYTES).toString('base64url'), createdAt: ctx.now });
    await insertAlertRule(trx, company.id, rule, ctx.actor.kind === 'user' ? ctx.actor.userId : null);
    audit({ ruleId: rule.id, trigger: rule.trigger, channelId: rule.channelId, commitmentId: rule.commitmentId });
    return { ruleId: rule.id };
  },
});

function toRule(input: z.output<typeof createAlertRuleForm>, made: Pick<AlertRule, 'id' | 'createdAt'>): AlertRule {
  const [from, until] = [parseMinutes(input.quietFrom), parseMinutes(input.quietUntil)];
  const { escalateAfterMinutes } = input;
  return {
    ...made,
    trigger: input.trigger,
    channelId: input.channelId === '' ? null : input.channelId,
    commitmentId: input.commitmentId === '' ? null : input.commitmentId,
    breachesLeft: input.breachesLeft,
    targets: [...new Set(input.targets)],
    quiet: from === undefined || until === undefined ? null : { from, until },
    escalateAfterSeconds: escalateAfterMinutes === '' ? null : escalateAfterMinutes * MINUTE_SECONDS,
    escalation: escalateAfterMinutes === '' ? [] : [...new Set(input.escalation)],
  };
}
