import { MOST_EXPLANATIONS, MOST_EXPLANATIONS_A_DAY } from '../domain/explanation/explanation.ts';
import { DAY_SECONDS } from '../domain/instant.ts';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { insertExplanation, listExplanations } from '../store/explanation.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';
import { explanationForm, readExplanation } from './explanation-form.ts';

const ID_BYTES = 9;

/**
 * Publishes a company's own words about a period, beside its figures, which stay as they are.
 * @throws AppError `invalid-input`, `not-allowed` when 100 stand, `too-many-attempts` after 20 in 24 hours.
 */
export const publishExplanation = companyCommand({
  name: 'publish-explanation',
  role: 'admin',
  input: explanationForm,
  run: async (ctx, company, form, { trx, audit }) => {
    const explanation = await readExplanation(ctx, company, form, trx);
    const others = await listExplanations(trx, company.id);
    if (others.filter(({ withdrawnAt }) => withdrawnAt === null).length >= MOST_EXPLANATIONS) {
      throw new AppError('not-allowed', `${MOST_EXPLANATIONS} explanations stand, which is the most.`, 'Withdraw one first.');
    }
    const recent = others.filter(({ publishedAt }) => publishedAt > ctx.now - DAY_SECONDS);
    if (recent.length >= MOST_EXPLANATIONS_A_DAY) {
      const retryAfterSeconds = Math.min(...recent.map(({ publishedAt }) => publishedAt)) + DAY_SECONDS - ctx.now;
      throw new AppError(
        'too-many-attempts',
        `${MOST_EXPLANATIONS_A_DAY} explanations were published within a day, which is the most.`,
        'Change one of them, or publish this one tomorrow.',
        { retryAfterSeconds },
      );
    }
    const id = ctx.randomBytes(ID_BYTES).toString('base64url');
    await insertExplanation(trx, company.id, { ...explanation, id, publishedAt: ctx.now });
    await notifyCompanyChanged(trx, company.id);
    audit({ explanationId: id, ...explanation });
    return { explanationId: id };
  },
});
