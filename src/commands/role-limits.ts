import { type Role, roleAllows } from '../domain/company/role.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { findMemberRole, holdOwners } from '../store/member.ts';
import type { CompanyScope } from './context.ts';
import { AppError } from './errors.ts';

/** Nobody gives, takes or touches a role above their own: an admin makes no owners. @throws AppError `not-allowed`. */
export function requireOwnRoleCovers(company: CompanyScope, role: Role): void {
  if (roleAllows(company.role, role)) return;
  throw new AppError(
    'not-allowed',
    `Only an owner may do this with the role ${role}; yours is ${company.role}.`,
    'Ask an owner of the company.',
  );
}

/** The role of a member whom the actor may change. @throws AppError `not-found`, `not-allowed`. */
export async function requireMember(trx: DatabaseTransaction, company: CompanyScope, userId: string): Promise<Role> {
  const role = await findMemberRole(trx, company.id, userId);
  if (role === undefined) throw new AppError('not-found', 'This person is no member of the company.', 'Look at the list again.');
  requireOwnRoleCovers(company, role);
  return role;
}

/**
 * Refuses to leave the company without an owner. Holds its owners until the transaction ends.
 * @param userId who stops being an owner, if they are one.
 * @throws AppError `last-owner`.
 */
export async function requireAnotherOwner(trx: DatabaseTransaction, company: CompanyScope, userId: string): Promise<void> {
  const owners = await holdOwners(trx, company.id);
  if (owners.length !== 1 || owners[0] !== userId) return;
  throw new AppError('last-owner', 'A company needs an owner, and this is the only one.', 'Make somebody else an owner first.');
}
