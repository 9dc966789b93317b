import type { DigestKind } from '../domain/digest/digest-period.ts';
import type { Instant } from '../domain/instant.ts';
import type { Reader } from './reader.ts';

/** What a member chose to get by mail, and the last of each kind that was sent. */
export interface MyDigests {
  readonly weekly: boolean;
  readonly monthly: boolean;
  readonly last: Readonly<Record<DigestKind, Instant | undefined>>;
}

/** For the member alone: the caller authorises. */
export async function readMyDigests(db: Reader, companyId: number, userId: string): Promise<MyDigests> {
  const choice = await db
    .selectFrom('digest_choice')
    .select(['weekly_since', 'monthly_since'])
    .where('company_id', '=', companyId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  const sent = await db
    .selectFrom('digest')
    .select((of) => ['kind', of.fn.max('sent_at').as('sentAt')])
    .where('company_id', '=', companyId)
    .where('user_id', '=', userId)
    .where('state', '=', 'sent')
    .groupBy('kind')
    .execute();
  const lastOf = (kind: DigestKind) => sent.find((row) => row.kind === kind)?.sentAt ?? undefined;
  return {
    weekly: choice != null && choice.weekly_since !== null,
    monthly: choice != null && choice.monthly_since !== null,
    last: { weekly: lastOf('weekly'), monthly: lastOf('monthly') },
  };
}

/** The companies somebody belongs to, and which digests of each they get. */
export async function listMyDigests(
  db: Reader,
  userId: string,
): Promise<{ slug: string; name: string; weekly: boolean; monthly: boolean }[]> {
  const rows = await db
    .selectFrom('member')
    .innerJoin('company', 'company.id', 'member.company_id')
    .leftJoin('digest_choice', (join) =>
      join.onRef('digest_choice.company_id', '=', 'member.company_id').onRef('digest_choice.user_id', '=', 'member.user_id'),
    )
    .select(['company.slug', 'company.name', 'weekly_since', 'monthly_since'])
    .where('member.user_id', '=', userId)
    .orderBy('company.name')
    .orderBy('company.slug')
    .execute();
  return rows.map(({ slug, name, weekly_since, monthly_since }) => ({
    slug,
    name,
    weekly: weekly_since !== null,
    monthly: monthly_since !== null,
  }));
}
