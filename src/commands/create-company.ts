import type { z } from 'zod';
import { companyProfileForm } from '../domain/company/company-profile.ts';
import { slugForm } from '../domain/company/slug.ts';
import { DAY_SECONDS } from '../domain/instant.ts';
import { insertAuditEntry } from '../store/audit-entry.ts';
import { type Company, insertCompany } from '../store/company.ts';
import type { Database } from '../store/database.ts';
import { insertMember } from '../store/member.ts';
import { takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { parseInput } from './parse-input.ts';
import { describeTakenSlug } from './propose-address.ts';

export const createCompanyForm = companyProfileForm.extend({ slug: slugForm });

const AUTHOR_KEY_BYTES = 32;
const MOST_COMPANIES_A_DAY = 30;

/**
 * Makes a company. The user who asks becomes its owner; one that the system makes has no member.
 * @param options.notice shown on every page of the company; for the demonstration only, so no form passes it.
 * @throws AppError `not-signed-in`, `invalid-input`, `already-exists` with a free address, or `too-many-attempts`.
 */
export async function createCompany(
  ctx: Context,
  rawInput: z.input<typeof createCompanyForm>,
  options: { notice?: string } = {},
): Promise<Company> {
  const { actor } = ctx;
  if (actor.kind !== 'user' && actor.kind !== 'system') {
    throw new AppError('not-signed-in', 'You are not signed in.', 'Sign in and try again.');
  }
  const input = parseInput(createCompanyForm, rawInput);
  if (actor.kind === 'user') {
    await takeFromLimits(ctx, [{ key: `create-company:user:${actor.userId}`, limit: MOST_COMPANIES_A_DAY, windowSeconds: DAY_SECONDS }]);
  }
  const company = await ctx.db.transaction().execute(async (trx) => {
    const authorKey = ctx.randomBytes(AUTHOR_KEY_BYTES);
    const created = await insertCompany(trx, { ...input, authorKey, notice: options.notice ?? null, createdAt: ctx.now });
    if (created === undefined) return undefined;
    if (actor.kind === 'user') {
      await insertMember(trx, { companyId: created.id, userId: actor.userId, role: 'owner', joinedAt: ctx.now });
    }
    await insertAuditEntry(trx, { companyId: created.id, at: ctx.now, actor, action: 'create-company', detail: { slug: created.slug } });
    return created;
  });
  return company ?? refuseTakenSlug(ctx.db, input.slug);
}

async function refuseTakenSlug(db: Database, slug: string): Promise<never> {
  const problem = await describeTakenSlug(db, slug);
  throw new AppError('already-exists', `The address “${slug}” is taken by another company.`, 'Choose another address.', {
    fields: [{ field: 'slug', message: problem }],
  });
}
