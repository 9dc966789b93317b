import { sql } from 'kysely';
import { STALE_AFTER_SECONDS } from '../domain/compliance/verdict.ts';
import { nextMidnight } from '../domain/compliance/window.ts';
import type { AgreementHistory } from '../domain/figures/figures.ts';
import { findNextOpening } from '../domain/figures/open-now.ts';
import type { Instant } from '../domain/instant.ts';
import type { CompanyReference, Reader } from './reader.ts';

/**
 * The first instant after `now` at which time alone changes what is said of a company: a wait is breached, a source has been silent too
 * long, another version takes effect, a channel opens or closes, the windows move on at midnight, or an event that was recorded some
 * minutes ahead of its time happens. At the latest that midnight.
 * @param history as it stands at `now`
 */
export async function findNextChange(db: Reader, company: CompanyReference, history: AgreementHistory, now: Instant): Promise<Instant> {
  const { rows } = await sql<{ breachAt: Instant | null; signAt: Instant | null; eventAt: Instant | null; aheadBreachAt: Instant | null }>`
    select
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
  const found = rows[0];
  const changes = [nextMidnight(company.timeZone, now)];
  if (found?.eventAt != null) changes.push(found.eventAt);
  // At these instants nothing has changed yet: a wait is breached, a source is stale, one second later.
  if (found?.breachAt != null) changes.push(found.breachAt + 1);
  // Answered ahead of time, so that it is not running by the database's word, but breached until then.
  if (found?.aheadBreachAt != null) changes.push(found.aheadBreachAt + 1);
  if (found?.signAt != null) changes.push(found.signAt + STALE_AFTER_SECONDS + 1);
  if (history.announced !== undefined) changes.push(history.announced.effectiveAt);
  const opening = history.inForce === undefined ? null : findNextOpening(history.inForce, now);
  if (opening !== null) changes.push(opening);
  return Math.min(...changes.filter((at) => at > now));
}
