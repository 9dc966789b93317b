import type { Role } from '../../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export async function findMemberRole(db: Database | DatabaseTransaction, companyId: number, userId: string): Promise<Role | undefined> {
  const row = await db
    .selectFrom('member')
    .select('role')
    .where('company_id', '=', companyId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.role;
}

/** Name and mail address of a member; undefined for anybody else. */
export async function findMemberContact(
  db: Database | DatabaseTransaction,
  companyId: number,
  userId: string,
): Promise<{ name: string; email: string } | undefined> {
  return db
    .selectFrom('member')
    .innerJoin('user_account', 'user_account.id', 'member.user_id')
    .select(['user_account.name', 'user_account.email'])
    .where('member.company_id', '=', companyId)
    .where('member.user_id', '=', userId)
    .executeTakeFirst();
}

export async function insertMember(
  db: Database | DatabaseTransaction,
  member: { companyId: number; userId: string; role: Role; joinedAt: Instant },
): Promise<void> {
  await db
    .insertInto('member')
    .values({ company_id: member.companyId, user_id: member.userId, role: member.role, joined_at: member.joinedAt })
    .execute();
}

/** Adds a member or gives one the role; the role is not judged here. */
export async function upsertMember(
  trx: DatabaseTransaction,
  member: { companyId: number; userId: string; role: Role; joinedAt: Instant },
): Promise<void> {
  await trx
    .insertInto('member')
    .values({ company_id: member.companyId, user_id: member.userId, role: member.role, joined_at: member.joinedAt })
    .onConflict((conflict) => conflict.columns(['company_id', 'user_id']).doUpdateSet({ role: member.role }))
    .execute();
}

export async function updateMemberRole(trx: DatabaseTransaction, companyId: number, userId: string, role: Role): Promise<void> {
  await trx.updateTable('member').set({ role }).where('company_id', '=', companyId).where('user_id', '=', userId).execute();
}

export async function deleteMember(trx: DatabaseTransaction, companyId: number, userId: string): Promise<void> {
  await trx.deleteFrom('member').where('company_id', '=', companyId).where('user_id', '=', userId).execute();
}

/** The company's owners, held until the transaction ends: of two that go at once, the second one sees that the first is gone. */
export async function holdOwners(trx: DatabaseTransaction, companyId: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('member')
    .select('user_id')
    .where('company_id', '=', companyId)
    .where('role', '=', 'owner')
    .orderBy('user_id')
    .forUpdate()
    .execute();
  return rows.map((row) => row.user_id);
}

/** Whether an account with this address belongs to the company. */
export async function isMemberAddress(db: Database | DatabaseTransaction, companyId: number, email: string): Promise<boolean> {
  const row = await db
    .selectFrom('member')
    .innerJoin('user_account', 'user_account.id', 'member.user_id')
    .select('member.user_id')
    .where('member.company_id', '=', companyId)
    .where('user_account.email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

/** The roles that somebody has in companies, one for each. */
export async function listRolesOf(db: Database | DatabaseTransaction, userId: string): Promise<Role[]> {
  const rows = await db
    .selectFrom('member')
    .innerJoin('company', 'company.id', 'member.company_id')
    .select('member.role')
    .where('member.user_id', '=', userId)
    .execute();
  return rows.map(({ role }) => role);
}

/** Mail addresses of the company's owners. */
export async function listOwnerContacts(db: Database | DatabaseTransaction, companyId: number): Promise<{ email: string }[]> {
  return db
    .selectFrom('member')
    .innerJoin('user_account', 'user_account.id', 'member.user_id')
    .select('user_account.email')
    .where('member.company_id', '=', companyId)
    .where('member.role', '=', 'owner')
    .orderBy('user_account.email')
    .execute();
}
