import type { Role } from '../../db/schema.ts';
import { ROLES } from '../domain/company/role.ts';
import type { Instant } from '../domain/instant.ts';
import type { Reader } from './reader.ts';

export interface ShownMember {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly joinedAt: Instant;
}

export interface ShownInvitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** Who belongs to a company, the highest role first, and who is invited. For members only: the caller authorises. */
export async function listMembers(
  db: Reader,
  companyId: number,
  now: Instant,
): Promise<{ members: ShownMember[]; invitations: ShownInvitation[] }> {
  const members = await db
    .selectFrom('member')
    .innerJoin('user_account', 'user_account.id', 'member.user_id')
    .select(['member.user_id as userId', 'user_account.name', 'user_account.email', 'member.role', 'member.joined_at as joinedAt'])
    .where('member.company_id', '=', companyId)
    .orderBy('user_account.name')
    .orderBy('user_account.email')
    .execute();
  const invitations = await db
    .selectFrom('invitation')
    .select(['id', 'email', 'role', 'created_at as createdAt', 'expires_at as expiresAt'])
    .where('company_id', '=', companyId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .execute();
  return { members: members.sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role)), invitations };
}
