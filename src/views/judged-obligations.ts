import { type RawBuilder, sql } from 'kysely';
import type { Window } from '../domain/compliance/window.ts';

/** What obligations a figure is about: those of a company's commitments whose message arrived in the window. */
export interface ObligationRange {
  readonly companyId: number;
  readonly commitmentIds: readonly string[];
  readonly window: Pick<Window, 'fromAt' | 'toAt'>;
}

/** Longer than any wait: stands for one that was never answered where waits are put in order. */
export const NEVER_ANSWERED = Number.MAX_SAFE_INTEGER;

/**
 * The obligations of a range with their outcome at the window's end, as a subquery to select from.
 * Columns: commitment_id, channel_id, metric, version_number, source_id, asked_at, outcome, waited, staffed (both `NEVER_ANSWERED` while there
 * is no answer), exclusion_reason, late_exclusion.
 *
 * The outcome is that of `outcomeAt` in the domain, in SQL so that a year of messages need not leave the database; a test holds the two to
 * each other. It is worked out from the clock each time, so that no job has to run for a breach to be seen.
 */
export function judgedObligations({ companyId, commitmentIds, window }: ObligationRange): RawBuilder<unknown> {
  const now = sql`${window.toAt}::int8`;
  return sql`(
    select
      commitment_id, channel_id, metric, version_number, source_id, asked_at, exclusion_reason, late_exclusion,
      case
        when excluded_at <= ${now} then 'excluded'
        when answered_at <= ${now} and staffed_seconds is not null then
          case when staffed_seconds <= target_seconds then 'met' else 'breached' end
        when breach_at < ${now} then 'breached'
        else 'running'
      end as outcome,
      case when answered_at <= ${now} then coalesce(waited_seconds, ${NEVER_ANSWERED}::int8) else ${NEVER_ANSWERED}::int8 end as waited,
      case when answered_at <= ${now} then coalesce(staffed_seconds, ${NEVER_ANSWERED}::int8) else ${NEVER_ANSWERED}::int8 end as staffed
    from obligation
    where company_id = ${companyId}
      and commitment_id in (${sql.join(commitmentIds)})
      and asked_at >= ${window.fromAt} and asked_at <= ${now}
  ) as judged`;
}
