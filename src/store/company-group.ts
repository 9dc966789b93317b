import { sql } from 'kysely';
import type { GroupRole } from '../domain/company/group-role.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export async function insertGroup(
  trx: DatabaseTransaction,
  group: { id: string; name: string; createdAt: Instant; createdBy: string },
): Promise<void> {
  await trx
    .insertInto('company_group')
    .values({ id: group.id, name: group.name, created_at: group.createdAt, created_by: group.createdBy })
    .execute();
}

/** Name of a group; undefined when there is none. With `isHeld` nobody else changes it until the transaction ends. */
export async function findGroupName(db: Database | DatabaseTransaction, groupId: string, isHeld = false): Promise<string | undefined> {
  const query = db.selectFrom('company_group').select('name').where('id', '=', groupId);
  return (await (isHeld ? query.forUpdate() : query).executeTakeFirst())?.name;
}

export async function renameGroup(trx: DatabaseTransaction, groupId: string, name: string): Promise<void> {
  await trx.updateTable('company_group').set({ name }).where('id', '=', groupId).execute();
}

/** Deletes a group with its members and its places of companies. Nothing of the companies themselves is touched. */
export async function deleteGroup(trx: DatabaseTransaction, groupId: string): Promise<void> {
  await trx.deleteFrom('company_group').where('id', '=', groupId).execute();
}

/** What somebody may do in a group, with its name; undefined for who has not joined it. */
export async function findGroupRole(
  db: Database | DatabaseTransaction,
  groupId: string,
  userId: string,
): Promise<{ name: string; role: GroupRole } | undefined> {
  return db
    .selectFrom('group_member')
    .innerJoin('company_group', 'company_group.id', 'group_member.group_id')
    .select(['company_group.name', 'group_member.role'])
    .where('group_member.group_id', '=', groupId)
    .where('group_member.user_id', '=', userId)
    .executeTakeFirst();
}

/** How many groups somebody manages. */
export async function countManagedGroups(trx: DatabaseTransaction, userId: string): Promise<number> {
  const { count } = await trx
    .selectFrom('group_member')
    .select(sql<number>`count(*)::int4`.as('count'))
    .where('user_id', '=', userId)
    .where('role', '=', 'manager')
    .executeTakeFirstOrThrow();
  return count;
}

/** A company of a group, or one that it asked for. */
export interface GroupPlace {
  readonly companyId: number;
  readonly agreedAt: Instant | null;
}

export async function listGroupPlaces(db: Database | DatabaseTransaction, groupId: string): Promise<GroupPlace[]> {
  return db
    .selectFrom('group_company')
    .select(['company_id as companyId', 'agreed_at as agreedAt'])
    .where('group_id', '=', groupId)
    .orderBy('company_id')
    .execute();
}

/** Asks for a company, or puts it into the group where its owner does it. One that was asked for before is put in then. */
export async function upsertGroupPlace(
  trx: DatabaseTransaction,
  place: { groupId: string; companyId: number; at: Instant; userId: string; isAgreed: boolean },
): Promise<void> {
  const agreed = place.isAgreed ? { agreed_at: place.at, agreed_by: place.userId } : { agreed_at: null, agreed_by: null };
  await trx
    .insertInto('group_company')
    .values({ group_id: place.groupId, company_id: place.companyId, asked_at: place.at, asked_by: place.userId, ...agreed })
    .onConflict((conflict) => {
      const key = conflict.columns(['group_id', 'company_id']);
      return place.isAgreed ? key.doUpdateSet(agreed) : key.doNothing();
    })
    .execute();
}

/** Puts a company into the group that asked for it. Returns the group's name; undefined when that group did not ask, or the company is in it. */
export async function agreeToGroup(
  trx: DatabaseTransaction,
  companyId: number,
  groupId: string,
  { at, userId }: { at: Instant; userId: string | null },
): Promise<string | undefined> {
  const { numUpdatedRows } = await trx
    .updateTable('group_company')
    .set({ agreed_at: at, agreed_by: userId })
    .where('company_id', '=', companyId)
    .where('group_id', '=', groupId)
    .where('agreed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n ? findGroupName(trx, groupId) : undefined;
}

/** Takes a company out of a group, or turns down that it was asked for. @returns whether there was such a place. */
export async function deleteGroupPlace(trx: DatabaseTransaction, companyId: number, groupId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('group_company')
    .where('company_id', '=', companyId)
    .where('group_id', '=', groupId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Adds who made the group. */
export async function insertGroupManager(
  trx: DatabaseTransaction,
  member: { groupId: string; id: string; email: string; userId: string; at: Instant },
): Promise<void> {
  const { groupId, id, email, userId, at } = member;
  await trx
    .insertInto('group_member')
    .values({
      group_id: groupId,
      id,
      role: 'manager',
      email,
      token_hash: null,
      invited_at: at,
      expires_at: null,
      user_id: userId,
      joined_at: at,
    })
    .execute();
}

/** Adds an invitation; it takes the place of an open one to the same address. */
export async function replaceGroupInvitation(
  trx: DatabaseTransaction,
  invitation: { groupId: string; id: string; role: GroupRole; email: string; tokenHash: string; at: Instant; expiresAt: Instant },
): Promise<void> {
  const { groupId, id, role, email, tokenHash, at, expiresAt } = invitation;
  await trx.deleteFrom('group_member').where('group_id', '=', groupId).where('email', '=', email).where('user_id', 'is', null).execute();
  await trx
    .insertInto('group_member')
    .values({
      group_id: groupId,
      id,
      role,
      email,
      token_hash: tokenHash,
      invited_at: at,
      expires_at: expiresAt,
      user_id: null,
      joined_at: null,
    })
    .execute();
}

export interface GroupInvitation {
  readonly groupId: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: GroupRole;
}

/** The open invitation with this token. */
export async function findGroupInvitation(
  db: Database | DatabaseTransaction,
  tokenHash: string,
  now: Instant,
): Promise<GroupInvitation | undefined> {
  return db
    .selectFrom('group_member')
    .innerJoin('company_group', 'company_group.id', 'group_member.group_id')
    .select(['group_member.group_id as groupId', 'group_member.id', 'company_group.name', 'group_member.email', 'group_member.role'])
    .where('group_member.token_hash', '=', tokenHash)
    .where('group_member.expires_at', '>', now)
    .executeTakeFirst();
}

/** Makes the invited one a member. @returns false when somebody else was faster. */
export async function takeGroupInvitation(
  trx: DatabaseTransaction,
  { groupId, id, userId, at }: { groupId: string; id: string; userId: string; at: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('group_member')
    .set({ user_id: userId, joined_at: at, token_hash: null, expires_at: null })
    .where('group_id', '=', groupId)
    .where('id', '=', id)
    .where('user_id', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Members of a group and who was invited. */
export async function listGroupMembers(
  db: Database | DatabaseTransaction,
  groupId: string,
): Promise<{ id: string; role: GroupRole; userId: string | null; email: string; name: string | null; expiresAt: Instant | null }[]> {
  return db
    .selectFrom('group_member')
    .leftJoin('user_account', 'user_account.id', 'group_member.user_id')
    .select((of) => [
      'group_member.id',
      'group_member.role',
      'group_member.user_id as userId',
      of.fn.coalesce('user_account.email', 'group_member.email').as('email'),
      'user_account.name',
      'group_member.expires_at as expiresAt',
    ])
    .where('group_member.group_id', '=', groupId)
    .orderBy('group_member.invited_at')
    .orderBy('group_member.id')
    .execute();
}

export async function deleteGroupMember(trx: DatabaseTransaction, groupId: string, id: string): Promise<void> {
  await trx.deleteFrom('group_member').where('group_id', '=', groupId).where('id', '=', id).execute();
}
