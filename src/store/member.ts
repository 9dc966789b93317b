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

export async function insertMember(
  db: Database | DatabaseTransaction,
  member: { companyId: number; userId: string; role: Role; joinedAt: Instant },
): Promise<void> {
  await db
    .insertInto('member')
    .values({ company_id: member.companyId, user_id: member.userId, role: member.role, joined_at: member.joinedAt })
    .execute();
}
