import { z } from 'zod';
import { insertAuditEntry } from '../store/audit-entry.ts';
import { findCompanyBySlug } from '../store/company.ts';
import { deleteGroupPlace } from '../store/company-group.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { authoriseGroup } from './group-command.ts';
import { parseInput } from './parse-input.ts';

const removeGroupCompanyForm = z.strictObject({ slug: z.string().max(40) });

/**
 * Takes a company out of a group, or takes back that it was asked for, as who manages the group.
 * @throws AppError of `authoriseGroup`, `not-found` for a company that the group neither has nor asked for.
 */
export async function removeGroupCompany(ctx: Context, groupId: string, rawInput: z.input<typeof removeGroupCompanyForm>): Promise<void> {
  const group = await authoriseGroup(ctx, groupId, 'manager');
  const { slug } = parseInput(removeGroupCompanyForm, rawInput);
  await ctx.db.transaction().execute(async (trx) => {
    const company = await findCompanyBySlug(trx, slug);
    if (company === undefined || !(await deleteGroupPlace(trx, company.id, groupId))) {
      throw new AppError('not-found', 'There is no such company in this group.', 'Load the page again to see its companies.');
    }
    const detail = { groupId, group: group.name };
    await insertAuditEntry(trx, { companyId: company.id, at: ctx.now, actor: ctx.actor, action: 'remove-group-company', detail });
  });
}
