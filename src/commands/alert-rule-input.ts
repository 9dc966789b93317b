import { z } from 'zod';
import { type AlertRule, MOST_ESCALATIONS, TRIGGERS, writeTarget } from '../domain/alert/alert-rule.ts';
import { parseMinutes } from '../domain/alert/quiet-hours.ts';
import { DAY_SECONDS, MINUTE_SECONDS } from '../domain/instant.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { checkTargets } from './check-alert-targets.ts';

/** What people say of a rule for alerts, whether they add or edit one. */

const time = z.union([z.literal(''), z.string().refine((text) => parseMinutes(text) !== undefined, 'Write a time such as 22:00.')]);

/** The fields of a rule. Give the object that is made of them to `checkRule`. */
export const alertRuleFields = {
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
};

interface RuleInput {
  readonly trigger: AlertRule['trigger'];
  readonly channelId: string;
  readonly commitmentId: string;
  readonly breachesLeft: number;
  readonly targets: readonly string[];
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly escalateAfterMinutes: '' | number;
  readonly escalation: readonly string[];
}

/** Adds what must be right of several fields together. */
export function checkRule<Schema extends z.ZodType<RuleInput>>(schema: Schema): Schema {
  return schema
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
}

/** @throws AppError `not-found` unless the company has everybody and everything that the rule tells. */
export async function checkRuleTargets(trx: DatabaseTransaction, companyId: number, input: RuleInput): Promise<void> {
  const members = input.escalation.map((id) => writeTarget({ kind: 'member', id }));
  await checkTargets(trx, companyId, [...input.targets, ...members]);
}

/** The rule that the input says. */
export function toRule(input: RuleInput, made: Pick<AlertRule, 'id' | 'createdAt'>): AlertRule {
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
