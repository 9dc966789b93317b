import { z } from 'zod';
import { emailForm } from '../domain/account/account-fields.ts';
import { ROLES } from '../domain/company/role.ts';
import { DAY_SECONDS } from '../domain/instant.ts';
import { hashToken } from '../store/email-token.ts';
import { insertInvitation, revokeInvitations } from '../store/invitation.ts';
import { isMemberAddress } from '../store/member.ts';
import { findUserById } from '../store/user-account.ts';
import { invitationMail } from './account-mails.ts';
import { mailLimits, takeFromLimits } from './attempt-limits.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';
import { makeToken } from './mailed-link.ts';
import { requireOwnRoleCovers } from './role-limits.ts';

const inviteMemberForm = z.strictObject({ email: emailForm, role: z.enum(ROLES, 'Choose a role.') });

const LIFETIME_SECONDS = 7 * DAY_SECONDS;
const MOST_INVITATIONS_A_DAY = 100;
const ID_BYTES = 9;

/**
 * Mails an invitation. It takes the place of an open one to the same address.
 * @throws AppError `already-exists` for a member, `not-allowed` for a role above one’s own, `too-many-attempts`.
 */
export const inviteMember = companyCommand({
  name: 'invite-member',
  role: 'admin',
  input: inviteMemberForm,
  run: async (ctx, company, { email, role }, { trx, audit }) => {
    requireOwnRoleCovers(company, role);
    if (await isMemberAddress(trx, company.id, email)) refuseMember(email);
    // Counted in the transaction: an invitation that fails sends no mail.
    const ofCompany = { key: `invite:company:${company.id}`, limit: MOST_INVITATIONS_A_DAY, windowSeconds: DAY_SECONDS };
    await takeFromLimits({ ...ctx, db: trx }, [...mailLimits(ctx, email), ofCompany]);
    await revokeInvitations(trx, company.id, { email }, ctx.now);
    const invitedBy = ctx.actor.kind === 'user' ? ctx.actor.userId : '';
    const inviter = (await findUserById(trx, invitedBy))?.name ?? company.name;
    const id = ctx.randomBytes(ID_BYTES).toString('base64url');
    const token = makeToken(ctx);
    const expiresAt = ctx.now + LIFETIME_SECONDS;
    await insertInvitation(trx, {
      companyId: company.id,
      id,
      email,
      role,
      tokenHash: hashToken(token),
      invitedBy,
      createdAt: ctx.now,
      expiresAt,
    });
    const link = `${ctx.baseUrl}/invitation?${new URLSearchParams({ token })}`;
    await ctx.enqueue(trx, 'send-mail', { to: email, ...invitationMail(link, { company: company.name, inviter, role }) });
    audit({ invitationId: id, role });
    return { invitationId: id, email, role };
  },
});

function refuseMember(email: string): never {
  const message = `${email} is a member already.`;
  throw new AppError('already-exists', message, 'Change their role in the list if that is what you want.', {
    fields: [{ field: 'email', message }],
  });
}
