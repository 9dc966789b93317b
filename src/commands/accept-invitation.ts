import { z } from 'zod';
import { tokenForm } from '../domain/account/account-fields.ts';
import { roleAllows } from '../domain/company/role.ts';
import { insertAuditEntry } from '../store/audit-entry.ts';
import { hashToken } from '../store/email-token.ts';
import { findInvitationByToken, takeInvitation } from '../store/invitation.ts';
import { findMemberRole, upsertMember } from '../store/member.ts';
import { linkLimit, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { refuseLink } from './mailed-link.ts';
import { parseInput } from './parse-input.ts';
import { requireUser } from './signed-in-user.ts';

const acceptInvitationForm = z.object({ token: tokenForm });

/**
 * Makes the user who acts a member, by the link that was mailed: who has it was invited, whatever address their account has.
 * A member keeps a role that may do more.
 * @throws AppError `not-signed-in`, `invalid-input`, `too-many-attempts`, `link-expired`.
 */
export async function acceptInvitation(ctx: Context, rawInput: z.input<typeof acceptInvitationForm>): Promise<{ companySlug: string }> {
  const { userId } = requireUser(ctx);
  const tokenHash = hashToken(parseInput(acceptInvitationForm, rawInput).token);
  await takeFromLimits(ctx, [linkLimit(ctx)]);
  return ctx.db.transaction().execute(async (trx) => {
    const found = await findInvitationByToken(trx, tokenHash, ctx.now);
    const taken = await takeInvitation(trx, tokenHash, ctx.now);
    if (found === undefined || taken === undefined) refuseLink();
    const { companyId, id, role } = taken;
    const present = await findMemberRole(trx, companyId, userId);
    if (present === undefined || !roleAllows(present, role)) {
      await upsertMember(trx, { companyId, userId, role, joinedAt: ctx.now });
    }
    const detail = { invitationId: id, role };
    await insertAuditEntry(trx, { companyId, at: ctx.now, actor: ctx.actor, action: 'accept-invitation', detail });
    return { companySlug: found.companySlug };
  });
}
