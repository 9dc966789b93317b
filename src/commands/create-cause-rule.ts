import { z } from 'zod';
import { formatMinutes, parseMinutes } from '../domain/alert/quiet-hours.ts';
import { CAUSES } from '../domain/breach/cause.ts';
import { MOST_CAUSE_RULES } from '../domain/breach/cause-rule.ts';
import { insertCauseRule, listCauseRules, type StoredCauseRule } from '../store/cause-rule.ts';
import { holdCompany } from '../store/company.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const time = z.union([z.literal(''), z.string().refine((text) => parseMinutes(text) !== undefined, 'Write a time such as 09:00.')]);
const date = z.union([z.literal(''), z.iso.date('Write the date as YYYY-MM-DD.')]);

const createCauseRuleForm = z
  .strictObject({
    cause: z.enum(CAUSES, 'Choose a cause.'),
    /** Empty: every channel. */
    channelId: z.string().max(40).default(''),
    /** Empty: every commitment. */
    commitmentId: z.string().max(40).default(''),
    firstDate: date.default(''),
    lastDate: date.default(''),
    /** 0 is Monday; none: every day. */
    weekdays: z.array(z.coerce.number().int().min(0).max(6)).max(7).default([]),
    from: time.default(''),
    until: time.default(''),
  })
  .refine(({ firstDate, lastDate }) => firstDate === '' || lastDate === '' || firstDate <= lastDate, {
    message: 'The last day is before the first. Swap them.',
    path: ['lastDate'],
  })
  .refine(({ from, until }) => (from === '') === (until === ''), { message: 'Hours need a beginning and an end.', path: ['until'] })
  .refine(({ from, until }) => from === '' || from !== until, {
    message: 'Hours must end at another time than they begin.',
    path: ['until'],
  });

const ID_BYTES = 9;

/**
 * Adds a rule that gives a cause to every breach that it matches, past and to come. It counts before older rules and after what was said by
 * hand. Changes no figure of compliance.
 * @throws AppError `invalid-input` also at 50 rules.
 */
export const createCauseRule = companyCommand({
  name: 'create-cause-rule',
  role: 'admin',
  input: createCauseRuleForm,
  run: async (ctx, company, input, { trx, audit }) => {
    await holdCompany(trx, company.id);
    if ((await listCauseRules(trx, company.id)).length >= MOST_CAUSE_RULES) {
      throw new AppError('invalid-input', `The company has ${MOST_CAUSE_RULES} rules, which is the most.`, 'Remove one first.');
    }
    const rule: StoredCauseRule = {
      ...toRule(input),
      id: ctx.randomBytes(ID_BYTES).toString('base64url'),
      createdAt: ctx.now,
      createdBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
    };
    await insertCauseRule(trx, company.id, rule);
    const { cause, channelId, commitmentId, firstDate, lastDate, weekdays, hours } = rule;
    const written = hours === null ? null : `${formatMinutes(hours.from)}–${formatMinutes(hours.until)}`;
    audit({ ruleId: rule.id, cause, channelId, commitmentId, firstDate, lastDate, weekdays, hours: written });
    return { ruleId: rule.id };
  },
});

function toRule(input: z.output<typeof createCauseRuleForm>) {
  const [from, until] = [parseMinutes(input.from), parseMinutes(input.until)];
  const orNull = (text: string) => (text === '' ? null : text);
  return {
    cause: input.cause,
    channelId: orNull(input.channelId),
    commitmentId: orNull(input.commitmentId),
    firstDate: orNull(input.firstDate),
    lastDate: orNull(input.lastDate),
    weekdays: [...new Set(input.weekdays)].sort(),
    hours: from === undefined || until === undefined ? null : { from, until },
  };
}
