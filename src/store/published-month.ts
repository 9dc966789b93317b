import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { PublishedMonth } from '../domain/month/month-figures.ts';
import type { Database } from './database.ts';

/** Companies that were there before `before` and have not published the month yet. */
export async function listCompaniesWithoutMonth(
  db: Database,
  month: string,
  before: Instant,
  limit: number,
): Promise<{ id: number; timeZone: string; createdAt: Instant }[]> {
  const { rows } = await sql<{ id: number; timeZone: string; createdAt: Instant }>`
    select id, time_zone as "timeZone", created_at as "createdAt" from company
    where created_at < ${before} and not exists (select 1 from published_month where company_id = company.id and month = ${month})
    order by id limit ${limit}`.execute(db);
  return rows;
}

/** Publishes a month, once: where it is there already nothing changes. */
export async function insertPublishedMonth(db: Database, companyId: number, published: PublishedMonth): Promise<void> {
  await db
    .insertInto('published_month')
    .values({
      company_id: companyId,
      month: published.month,
      time_zone: published.timeZone,
      rules_version: published.rulesVersion,
      time_zone_data: published.timeZoneData,
      published_at: published.publishedAt,
      figures: JSON.stringify(published.figures),
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'month']).doNothing())
    .execute();
}
