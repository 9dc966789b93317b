import type { Role } from '../../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** An invitation that can still be accepted: neither accepted nor revoked nor expired. */
export interface OpenInvitation {
  readonly companyId: number;
  readonly id: string;
  readonly email: string;
  readonly role: Role;
}

export async function insertInvitation(
  trx: DatabaseTransaction,
  invitation: OpenInvitation & { tokenHash: string; invitedBy: string; createdAt: Instant; expiresAt: Instant },
): Promise<void> {
  await trx
    .insertInto('invitation')
    .values({
      company_id: invitation.companyId,
      id: invitation.id,
      email: invitation.email,
      role: invitation.role,
      token_hash: invitation.tokenHash,
      invited_by: invitation.invitedBy,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
      accepted_at: null,
      revoked_at: null,
    })
    .execute();
}

/** The open invitation with this token, with the names that the invited person is shown. */
export async function findInvitationByToken(
  db: Database | DatabaseTransaction,
  tokenHash: string,
  now: Instant,
): Promise<(OpenInvitation & { companyName: string; companySlug: string; inviterName: string | null }) | undefined> {
  return db
    .selectFrom('invitation')
    .innerJoin('company', 'company.id', 'invitation.company_id')
    .leftJoin('user_account', 'user_account.id', 'invitation.invited_by')
    .select([
      'invitation.company_id as companyId',
      'invitation.id',
      'invitation.email',
      'invitation.role',
      'company.name as companyName',
      'company.slug as companySlug',
      'user_account.name as inviterName',
    ])
    .where('invitation.token_hash', '=', tokenHash)
    .where('invitation.accepted_at', 'is', null)
    .where('invitation.revoked_at', 'is', null)
    .where('invitation.expires_at', '>', now)
    .executeTakeFirst();
}

/** Uses an invitation up, in one statement so that only one of two at once succeeds; undefined when it no longer works. */
export async function takeInvitation(trx: DatabaseTransaction, tokenHash: string, now: Instant): Promise<OpenInvitation | undefined> {
  return trx
    .updateTable('invitation')
    .set({ accepted_at: now })
    .where('token_hash', '=', tokenHash)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['company_id as companyId', 'id', 'email', 'role'])
    .executeTakeFirst();
}

/** Takes the company's open invitations back: the one with this id, or all to this address. Returns those it took back. */
export async function revokeInvitations(
  trx: DatabaseTransaction,
  companyId: number,
  which: { id: string } | { email: string },
  now: Instant,
): Promise<{ id: string; email: string; role: Role }[]> {
  const query = trx
    .updateTable('invitation')
    .set({ revoked_at: now })
    .where('company_id', '=', companyId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['id', 'email', 'role']);
  return ('id' in which ? query.where('id', '=', which.id) : query.where('email', '=', which.email)).execute();
}
