import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { PublishedMonth } from '../domain/month/month-figures.ts';
import type { StatedPromise } from '../domain/statement/statement.ts';
import { notifyCompanyChanged } from './change-notice.ts';
import type { Database } from './database.ts';

/** A company whose month is to be published. */
export interface PublishingCompany {
  readonly id: number;
  readonly timeZone: string;
  readonly createdAt: Instant;
  /** It publishes signed statements. */
  readonly isStating: boolean;
}

/** Companies that were there before `before` and have not published the month yet. */
export async function listCompaniesWithoutMonth(db: Database, month: string, before: Instant, limit: number): Promise<PublishingCompany[]> {
  const { rows } = await sql<PublishingCompany>`
    select id, time_zone as "timeZone", created_at as "createdAt",
      exists (select 1 from statement_choice where company_id = company.id and is_on) as "isStating"
    from company
    where created_at < ${before} and not exists (select 1 from published_month where company_id = company.id and month = ${month})
    order by id limit ${limit}`.execute(db);
  return rows;
}

/** A month to be published. */
export type NewMonth = Omit<PublishedMonth, 'figures' | 'promises'> & { readonly promises: readonly StatedPromise[] };

/** Publishes a month, once: where it is there already nothing changes. */
export async function insertPublishedMonth(db: Database, companyId: number, published: NewMonth): Promise<void> {
  const values = {
    company_id: companyId,
    month: published.month,
    time_zone: published.timeZone,
    rules_version: published.rulesVersion,
    time_zone_data: published.timeZoneData,
    published_at: published.publishedAt,
    figures: null,
    promises: JSON.stringify(published.promises),
    inputs: published.inputs === undefined ? null : JSON.stringify(published.inputs),
  };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('published_month')
      .values(values)
      .onConflict((conflict) => conflict.columns(['company_id', 'month']).doNothing())
      .execute();
    await notifyCompanyChanged(trx, companyId);
  });
}
