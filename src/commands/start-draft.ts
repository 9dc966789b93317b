import { z } from 'zod';
import { type Agreement, EMPTY_AGREEMENT } from '../domain/agreement/agreement.ts';
import { getTemplate, TEMPLATE_IDS } from '../domain/agreement/templates.ts';
import { findVersionInForce } from '../domain/agreement/version-in-force.ts';
import { toLocalDate } from '../domain/local-date.ts';
import { insertAgreementDraft } from '../store/agreement-draft.ts';
import { listAgreementVersions } from '../store/agreement-version.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { companyCommand } from './company-command.ts';
import type { CompanyScope, Context } from './context.ts';
import { AppError } from './errors.ts';

const startDraftForm = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('template'), template: z.enum(TEMPLATE_IDS, 'Choose one of the templates.') }),
  /** Without a number the version in force, or before the first day of any the newest. */
  z.strictObject({ from: z.literal('version'), number: z.int().min(1).optional() }),
  z.strictObject({ from: z.literal('empty') }),
]);

const MONTHS_UNTIL_REVIEW = 6;

/**
 * Begins a draft from a template, from a published version, or from nothing, and returns it at revision 1.
 * @throws AppError `already-exists` when there is a draft, `not-found` when there is no such version.
 */
export const startDraft = companyCommand({
  name: 'start-draft',
  role: 'editor',
  input: startDraftForm,
  run: async (ctx, company, input, { trx, audit }) => {
    const content = await makeContent(ctx, company, input, trx);
    const updatedBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    const isNew = await insertAgreementDraft(trx, company.id, { content, updatedAt: ctx.now, updatedBy });
    if (!isNew) {
      throw new AppError(
        'already-exists',
        'There is a draft already, and a company has one at most.',
        'Go on with that one, or discard it first.',
      );
    }
    audit(input);
    return { revision: 1, content };
  },
});

async function makeContent(
  ctx: Context,
  company: CompanyScope,
  input: z.output<typeof startDraftForm>,
  trx: DatabaseTransaction,
): Promise<Agreement> {
  if (input.from === 'empty') return EMPTY_AGREEMENT;
  if (input.from === 'template') {
    const reviewOn = toLocalDate(ctx.now, company.timeZone, { months: MONTHS_UNTIL_REVIEW });
    return getTemplate(input.template).make({ timeZone: company.timeZone, reviewOn });
  }
  const versions = await listAgreementVersions(trx, company.id);
  const version =
    input.number === undefined
      ? (findVersionInForce(versions, ctx.now) ?? versions.at(-1))
      : versions.find(({ number }) => number === input.number);
  if (version === undefined) {
    throw new AppError('not-found', 'There is no such published version.', 'Start from a template instead.');
  }
  return version.content;
}
