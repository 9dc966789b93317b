import { z } from 'zod';
import { emailForm } from '../domain/account/account-fields.ts';
import { GROUP_ROLES } from '../domain/company/group-role.ts';
import { DAY_SECONDS } from '../domain/instant.ts';
import { listGroupMembers, replaceGroupInvitation } from '../store/company-group.ts';
import { hashToken } from '../store/email-token.ts';
import { findUserById } from '../store/user-account.ts';
import { groupInvitationMail } from './account-mails.ts';
import { mailLimits, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { authoriseGroup } from './group-command.ts';
import { makeToken } from './mailed-link.ts';
import { parseInput } from './parse-input.ts';

const inviteGroupMemberForm = z.strictObject({ email: emailForm, role: z.enum(GROUP_ROLES, 'Choose what they may do.') });

const LIFETIME_SECONDS = 7 * DAY_SECONDS;
const MOST_MEMBERS = 100;
const ID_BYTES = 9;

/**
 * Mails an invitation to a group. It takes the place of an open one to the same address.
 * @throws AppError of `authoriseGroup`, `already-exists` for a member, `invalid-input` also at 100 members, `too-many-attempts`.
 */
export async function inviteGroupMember(
  ctx: Context,
  groupId: string,
  rawInput: z.input<typeof inviteGroupMemberForm>,
): Promise<{ email: string }> {
  const group = await authoriseGroup(ctx, groupId, 'manager');
  const { email, role } = parseInput(inviteGroupMemberForm, rawInput);
  return ctx.db.transaction().execute(async (trx) => {
    const members = await listGroupMembers(trx, groupId);
    if (members.some((member) => member.userId !== null && member.email === email)) refuseMember(email);
    if (members.length >= MOST_MEMBERS) {
      throw new AppError('invalid-input', `A group has ${MOST_MEMBERS} members at most.`, 'Remove somebody first.');
    }
    await takeFromLimits({ ...ctx, db: trx }, mailLimits(ctx, email));
    const id = ctx.randomBytes(ID_BYTES).toString('base64url');
    const token = makeToken(ctx);
    const expiresAt = ctx.now + LIFETIME_SECONDS;
    await replaceGroupInvitation(trx, { groupId, id, role, email, tokenHash: hashToken(token), at: ctx.now, expiresAt });
    const inviter = (await findUserById(trx, group.userId))?.name ?? group.name;
    const link = `${ctx.baseUrl}/app/groups/join?${new URLSearchParams({ token })}`;
    await ctx.enqueue(trx, 'send-mail', { to: email, ...groupInvitationMail(link, { group: group.name, inviter }) });
    return { email };
  });
}

function refuseMember(email: string): never {
  const message = `${email} is a member already.`;
  throw new AppError('already-exists', message, 'Look at the list of members.', { fields: [{ field: 'email', message }] });
}
