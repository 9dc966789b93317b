import type { DigestKind } from '../domain/digest/digest-period.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** Since when a member wants the digests of each kind; null: not. */
export interface DigestChoice {
  readonly weekly: Instant | null;
  readonly monthly: Instant | null;
}

const NOTHING: DigestChoice = { weekly: null, monthly: null };

/** What a member chose; neither where they never chose. */
export async function findDigestChoice(db: Database | DatabaseTransaction, companyId: number, userId: string): Promise<DigestChoice> {
  const row = await db
    .selectFrom('digest_choice')
    .select(['weekly_since as weekly', 'monthly_since as monthly'])
    .where('company_id', '=', companyId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row ?? NOTHING;
}

/** Stores what a member chose, in the place of what they chose before. */
export async function saveDigestChoice(trx: DatabaseTransaction, companyId: number, userId: string, choice: DigestChoice): Promise<void> {
  const since = { weekly_since: choice.weekly, monthly_since: choice.monthly };
  await trx
    .insertInto('digest_choice')
    .values({ company_id: companyId, user_id: userId, ...since })
    .onConflict((conflict) => conflict.columns(['company_id', 'user_id']).doUpdateSet(since))
    .execute();
}

/** Zones of the companies of which somebody wants digests. */
export async function listDigestZones(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('digest_choice')
    .innerJoin('company', 'company.id', 'digest_choice.company_id')
    .select('company.time_zone as timeZone')
    .distinct()
    .where((eb) => eb.or([eb('weekly_since', 'is not', null), eb('monthly_since', 'is not', null)]))
    .execute();
  return rows.map(({ timeZone }) => timeZone);
}

/** A period's digest that a zone's members are to get. */
export interface DueDigest {
  readonly timeZone: string;
  readonly kind: DigestKind;
  readonly period: string;
  readonly dueAt: Instant;
}

/** Members who wanted the digest when it fell due, and for whom it was not asked for yet. */
export async function listMembersWithoutDigest(
  db: Database,
  due: DueDigest,
  limit: number,
): Promise<{ companyId: number; userId: string }[]> {
  return db
    .selectFrom('digest_choice')
    .innerJoin('company', 'company.id', 'digest_choice.company_id')
    .select(['digest_choice.company_id as companyId', 'digest_choice.user_id as userId'])
    .where('company.time_zone', '=', due.timeZone)
    .where(due.kind === 'weekly' ? 'weekly_since' : 'monthly_since', '<=', due.dueAt)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('digest')
            .select('digest.id')
            .whereRef('digest.company_id', '=', 'digest_choice.company_id')
            .whereRef('digest.user_id', '=', 'digest_choice.user_id')
            .where('digest.kind', '=', due.kind)
            .where('digest.period', '=', due.period)
            .where('digest.is_test', '=', false),
        ),
      ),
    )
    .orderBy('digest_choice.company_id')
    .orderBy('digest_choice.user_id')
    .limit(limit)
    .execute();
}
