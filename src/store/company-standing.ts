import { findKeptPart, type Standing } from '../domain/company/standing.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database } from './database.ts';

/** Writes how a company stands, unless a later count was written meanwhile. */
export async function saveStanding(db: Database, companyId: number, standing: Standing): Promise<void> {
  await db
    .updateTable('company')
    .set({
      standing: JSON.stringify(standing),
      kept_part: findKeptPart(standing),
      decided_messages: standing.decided,
      counted_at: standing.countedAt,
    })
    .where('id', '=', companyId)
    .where('counted_at', '<=', standing.countedAt)
    .execute();
}

/** Companies that were last counted at or before `before`, longest ago first. */
export async function listCompaniesToCount(db: Database, before: Instant, most: number): Promise<{ id: number; timeZone: string }[]> {
  return db
    .selectFrom('company')
    .select(['id', 'time_zone as timeZone'])
    .where('counted_at', '<=', before)
    .orderBy('counted_at')
    .limit(most)
    .execute();
}

export async function findCompanyToCount(db: Database, companyId: number): Promise<{ id: number; timeZone: string } | undefined> {
  return db.selectFrom('company').select(['id', 'time_zone as timeZone']).where('id', '=', companyId).executeTakeFirst();
}
