import { sql } from 'kysely';
import type { BreachOutcome } from '../../domain/breach/breach-filter.ts';
import type { Cause } from '../../domain/breach/cause.ts';
import type { CauseRule } from '../../domain/breach/cause-rule.ts';
import type { Metric } from '../../domain/commitment/metric.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Reader } from '../reader.ts';
import { joinGivenCause, matchRules, outcomeAt } from './breach-sql.ts';

/** Days of messages, both ends inclusive, and what is to be known to explain their breaches. */
export interface ExplainedSpan {
  readonly companyId: number;
  readonly timeZone: string;
  readonly fromAt: Instant;
  readonly toAt: Instant;
  readonly now: Instant;
  readonly commitmentIds: readonly string[];
  /** The newest first. */
  readonly rules: readonly CauseRule[];
}

/** Messages under a promise that have come to the same, for the same cause. */
export interface BreachGroup {
  readonly channelId: string;
  readonly commitmentId: string;
  readonly metric: Metric;
  readonly outcome: BreachOutcome;
  /** Null: not breached, or nobody said why. */
  readonly cause: Cause | null;
  readonly count: number;
}

/** Counts the messages that arrived in the span under each of the promises, as they stand at `now`. */
export async function countBreaches(db: Reader, span: ExplainedSpan): Promise<BreachGroup[]> {
  const { companyId, fromAt, toAt, now, commitmentIds } = span;
  if (commitmentIds.length === 0) return [];
  const byRule = matchRules(span.rules, span.timeZone, { fromAt, toAt: toAt + 1 });
  const { rows } = await sql<BreachGroup>`
    select "channelId", "commitmentId", metric, outcome, case when outcome = 'breached' then cause end as cause, count(*)::int8 as count
    from (
      select obligation.channel_id as "channelId", obligation.commitment_id as "commitmentId", obligation.metric, ${outcomeAt(now)} as outcome,
        coalesce(given.cause, ${byRule.cause}) as cause
      from obligation ${joinGivenCause}
      where obligation.company_id = ${companyId} and obligation.commitment_id in (${sql.join([...commitmentIds])})
        and obligation.asked_at >= ${fromAt} and obligation.asked_at <= ${toAt}
    ) as asked
    group by 1, 2, 3, 4, 5`.execute(db);
  return rows;
}
