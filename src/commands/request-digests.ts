import type { DigestKind } from '../domain/digest/digest-period.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { insertDigest } from '../store/digest.ts';
import { type DueDigest, listMembersWithoutDigest } from '../store/digest-choice.ts';
import { hashToken } from '../store/email-token.ts';
import type { Context } from './context.ts';
import { makeToken } from './mailed-link.ts';

const ID_BYTES = 12;
const MOST_AT_ONCE = 100;

/**
 * Asks for a period's digest for every member of the zone who wants it and for whom nobody has asked yet. Each is stored with the job that
 * sends it, so that a process that ends meanwhile, or another beside it, neither loses nor doubles one.
 * @param ctx of the system.
 * @returns how many are new.
 */
export async function requestDueDigests(ctx: Context, due: DueDigest): Promise<number> {
  for (let asked = 0; ; ) {
    const members = await listMembersWithoutDigest(ctx.db, due, MOST_AT_ONCE);
    const fresh = await ctx.db.transaction().execute(async (trx) => {
      let count = 0;
      for (const member of members) if (await requestDigest(ctx, trx, { ...member, ...due, isTest: false })) count += 1;
      return count;
    });
    asked += fresh;
    if (members.length < MOST_AT_ONCE) return asked;
  }
}

/** Stores a digest and has the queue send it; false when it was asked for already. The token of its link is in the job and nowhere else. */
export async function requestDigest(
  ctx: Context,
  trx: DatabaseTransaction,
  wanted: { companyId: number; userId: string; kind: DigestKind; period: string; isTest: boolean },
): Promise<boolean> {
  const { companyId, userId, kind, period, isTest } = wanted;
  const token = makeToken(ctx);
  const id = `digest_${ctx.randomBytes(ID_BYTES).toString('base64url')}`;
  const digest = { companyId, id, userId, kind, period, isTest, createdAt: ctx.now, tokenHash: hashToken(token) };
  if (!(await insertDigest(trx, digest))) return false;
  await ctx.enqueue(trx, 'send-digest', { companyId, digestId: id, token });
  return true;
}
