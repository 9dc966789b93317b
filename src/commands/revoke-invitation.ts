import { z } from 'zod';
import { revokeInvitations } from '../store/invitation.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';
import { requireOwnRoleCovers } from './role-limits.ts';

const revokeInvitationForm = z.strictObject({ invitationId: z.string().min(1).max(40) });

/**
 * Takes an invitation back: its link no longer works.
 * @throws AppError `not-found` when it is accepted, revoked, expired or another company’s; `not-allowed` for a role above one’s own.
 */
export const revokeInvitation = companyCommand({
  name: 'revoke-invitation',
  role: 'admin',
  input: revokeInvitationForm,
  run: async (ctx, company, { invitationId }, { trx, audit }) => {
    const [revoked] = await revokeInvitations(trx, company.id, { id: invitationId }, ctx.now);
    if (revoked === undefined) throw new AppError('not-found', 'There is no such open invitation.', 'Look at the list again.');
    requireOwnRoleCovers(company, revoked.role);
    audit({ invitationId });
    return { email: revoked.email };
  },
});
