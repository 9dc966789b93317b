import { sql } from 'kysely';
import { STALE_AFTER_SECONDS } from '../domain/compliance/verdict.ts';
import type { ComingInstants } from '../domain/figures/next-change.ts';
import type { Instant } from '../domain/instant.ts';
import { prepared } from '../store/prepared.ts';
import type { CompanyReference, Reader } from './reader.ts';

/** What is known at `now` to come for a company by the passing of time alone. */
export async function readComingInstants(db: Reader, company: Pick<CompanyReference, 'id'>, now: Instant): Promise<ComingInstants> {
  const { rows } = await sql<ComingInstants>`
    ${prepared} select
      (select min(breach_at) from obligation
        where company_id = ${company.id} and breach_at >= ${now} and answered_at is null and excluded_at is null) as "breachAt",
      (select min(signs.last_sign_at) from (
        select max(source.last_seen_at) as last_sign_at
        from channel_source
        join source on source.company_id = channel_source.company_id and source.id = channel_source.source_id
        where channel_source.company_id = ${company.id}
        group by channel_source.channel_id
      ) as signs where signs.last_sign_at >= ${now - STALE_AFTER_SECONDS}) as "signAt",
      (select min(at) from event where company_id = ${company.id} and at > ${now} and at > recorded_at) as "eventAt",
      (select min(obligation.breach_at) from event
        join obligation on obligation.company_id = event.company_id and obligation.source_id = event.source_id
          and obligation.conversation_id = event.conversation_id
        where event.company_id = ${company.id} and event.at > ${now} and event.at > event.recorded_at and obligation.breach_at >= ${now}) as "aheadBreachAt"`.execute(
    db,
  );
  return rows[0] as ComingInstants;
}
