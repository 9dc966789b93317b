import { type RawBuilder, sql } from 'kysely';
import type { BreachOutcome } from '../../domain/breach/breach-filter.ts';
import type { CauseRule } from '../../domain/breach/cause-rule.ts';
import type { Instant } from '../../domain/instant.ts';
import type { CauseCount } from '../../domain/report/breach-causes.ts';
import type { CommitmentKey } from '../../domain/tally/tally.ts';
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

/** Messages under a promise that have come to the same. */
export interface OutcomeCount extends CommitmentKey {
  readonly outcome: BreachOutcome;
  readonly count: number;
}

/** Counts the messages that arrived in the span under each of the promises, as they stand at `now`. */
export async function countOutcomes(db: Reader, { companyId, fromAt, toAt, now, commitmentIds }: ExplainedSpan): Promise<OutcomeCount[]> {
  if (commitmentIds.length === 0) return [];
  const { rows } = await sql<OutcomeCount>`
    select channel_id as "channelId", commitment_id as "commitmentId", metric, ${outcomeAt(now)} as outcome, count(*)::int8 as count
    from obligation
    where company_id = ${companyId} and commitment_id in (${sql.join([...commitmentIds])}) and asked_at >= ${fromAt} and asked_at <= ${toAt}
    group by 1, 2, 3, 4`.execute(db);
  return rows;
}

/**
 * Counts those of the span's breaches that have a cause, by promise. The others have none that is known; where nobody ever said why, nothing
 * is looked at.
 * @param only narrows them to some of the obligations.
 */
export async function countCauses(db: Reader, span: ExplainedSpan, only: RawBuilder<boolean> = sql`true`): Promise<CauseCount[]> {
  const { companyId, timeZone, fromAt, toAt, now, commitmentIds, rules } = span;
  if (commitmentIds.length === 0 || (rules.length === 0 && !(await hasGivenCause(db, companyId)))) return [];
  const byRule = matchRules(rules, timeZone, { fromAt, toAt: toAt + 1 });
  const { rows } = await sql<CauseCount>`
    select * from (
      select obligation.channel_id as "channelId", obligation.commitment_id as "commitmentId", obligation.metric,
        coalesce(given.cause, ${byRule.cause}) as cause, count(*)::int8 as breached
      from obligation ${joinGivenCause}
      where obligation.company_id = ${companyId} and obligation.commitment_id in (${sql.join([...commitmentIds])})
        and obligation.asked_at >= ${fromAt} and obligation.asked_at <= ${toAt} and ${outcomeAt(now)} = 'breached' and ${only}
      group by 1, 2, 3, 4) as explained
    where cause is not null`.execute(db);
  return rows;
}

async function hasGivenCause(db: Reader, companyId: number): Promise<boolean> {
  const found = await db.selectFrom('breach_cause').select('cause').where('company_id', '=', companyId).limit(1).executeTakeFirst();
  return found !== undefined;
}
