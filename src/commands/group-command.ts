import type { GroupRole } from '../domain/company/group-role.ts';
import { insertAuditEntry } from '../store/audit-entry.ts';
import { findCompanyBySlug } from '../store/company.ts';
import { findGroupRole, listGroupPlaces } from '../store/company-group.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import type { CompanyScope, Context } from './context.ts';
import { AppError } from './errors.ts';
import { requireUser } from './signed-in-user.ts';

/** The group that somebody acts on, and what they are in it. */
export interface GroupScope {
  readonly id: string;
  readonly name: string;
  readonly role: GroupRole;
  readonly userId: string;
}

/**
 * Finds the group and checks that the user who acts belongs to it and may do what `required` may.
 * @throws AppError `not-signed-in`, `not-found` also for who does not belong to it, `not-allowed`.
 */
export async function authoriseGroup(ctx: Context, groupId: string, required: GroupRole): Promise<GroupScope> {
  const { userId } = requireUser(ctx);
  const found = await findGroupRole(ctx.db, groupId, userId);
  if (found === undefined) {
    throw new AppError(
      'not-found',
      'There is no group here that you belong to.',
      'Check the address, or ask who manages the group to invite you.',
    );
  }
  if (required === 'manager' && found.role !== 'manager') {
    throw new AppError('not-allowed', 'Who manages the group does this; you read it.', 'Ask one of its managers.');
  }
  return { id: groupId, ...found, userId };
}

/**
 * The company of a group, for who reads the group: its reports and nothing else of it.
 * @throws AppError as `authoriseGroup`, and `not-found` for a company that is not in the group.
 */
export async function authoriseGroupReport(
  ctx: Context,
  groupId: string,
  slug: string,
): Promise<{ group: GroupScope; company: Omit<CompanyScope, 'role'> }> {
  const group = await authoriseGroup(ctx, groupId, 'reader');
  const company = await findCompanyBySlug(ctx.db, slug);
  const places = company === undefined ? [] : await listGroupPlaces(ctx.db, groupId);
  if (company === undefined || !places.some(({ companyId, agreedAt }) => companyId === company.id && agreedAt !== null)) {
    throw new AppError('not-found', 'There is no such company in this group.', 'Go back to the group to see its companies.');
  }
  return { group, company: { id: company.id, slug: company.slug, name: company.name, timeZone: company.timeZone } };
}

/** Writes into the log of every company in the group who may see its reports now, or no longer. */
export async function logToCompanies(
  ctx: Context,
  trx: DatabaseTransaction,
  groupId: string,
  entry: { action: string; detail: Record<string, unknown> },
): Promise<void> {
  for (const { companyId, agreedAt } of await listGroupPlaces(trx, groupId)) {
    if (agreedAt !== null) await insertAuditEntry(trx, { companyId, at: ctx.now, actor: ctx.actor, ...entry });
  }
}
