import { type Role, roleAllows } from '../domain/company/role.ts';
import { hashToken } from '../store/email-token.ts';
import { findInvitationByToken } from '../store/invitation.ts';
import { findMemberRole } from '../store/member.ts';
import type { Context } from './context.ts';

/** An invitation as the invited person sees it. */
export interface ShownInvitation {
  readonly companyName: string;
  readonly companySlug: string;
  readonly inviterName: string | null;
  readonly email: string;
  readonly role: Role;
  /** Whether whoever is signed in may do all that already. */
  readonly isMember: boolean;
}

/** What a mailed invitation is for, or undefined when it no longer works. Uses nothing up. */
export async function findInvitation(ctx: Context, token: string): Promise<ShownInvitation | undefined> {
  const found = await findInvitationByToken(ctx.db, hashToken(token), ctx.now);
  if (found === undefined) return undefined;
  const { companyId, id: _, ...shown } = found;
  const present = ctx.actor.kind === 'user' ? await findMemberRole(ctx.db, companyId, ctx.actor.userId) : undefined;
  return { ...shown, isMember: present !== undefined && roleAllows(present, found.role) };
}
