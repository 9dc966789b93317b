import { sql } from 'kysely';
import type { ComingInstants } from '../domain/figures/next-change.ts';
import type { Instant } from '../domain/instant.ts';
import { prepared } from '../store/prepared.ts';
import type { Reader } from './reader.ts';

export type ComingRow = Omit<ComingInstants, 'aheadBreachAt'>;

/** The next wait to be breached and the next event to happen: one row. */
export const comingOf = (companyId: number, now: Instant) => sql<ComingRow>`
  select
    (select min(breach_at) from obligation
      where company_id = ${companyId} and breach_at >= ${now} and answered_at is null and excluded_at is null) as "breachAt",
    (select min(at) from event where company_id = ${companyId} and at > ${now} and at > recorded_at) as "eventAt"`;

/** What is known at `now` to come for a company by the passing of time alone. */
export async function readComingInstants(db: Reader, companyId: number, now: Instant): Promise<ComingInstants> {
  const { rows } = await sql<ComingRow>`${prepared} ${comingOf(companyId, now)}`.execute(db);
  return toComingInstants(db, companyId, rows[0] as ComingRow, now);
}

/** The same from its row. Conversations are looked at only where an event lies ahead, which is rare. */
export async function toComingInstants(db: Reader, companyId: number, row: ComingRow, now: Instant): Promise<ComingInstants> {
  return { ...row, aheadBreachAt: row.eventAt === null ? null : await findBreachAhead(db, companyId, now) };
}

async function findBreachAhead(db: Reader, companyId: number, now: Instant): Promise<Instant | null> {
  const { rows } = await sql<Pick<ComingInstants, 'aheadBreachAt'>>`
    ${prepared} select min(obligation.breach_at) as "aheadBreachAt" from event
    join obligation on obligation.company_id = event.company_id and obligation.source_id = event.source_id
      and obligation.conversation_id = event.conversation_id
    where event.company_id = ${companyId} and event.at > ${now} and event.at > event.recorded_at and obligation.breach_at >= ${now}`.execute(
    db,
  );
  return rows[0]?.aheadBreachAt ?? null;
}
