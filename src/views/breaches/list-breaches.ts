import { type RawBuilder, sql } from 'kysely';
import { type BreachFilter, type BreachOutcome, NO_CAUSE } from '../../domain/breach/breach-filter.ts';
import type { BreachKey } from '../../domain/breach/breach-key.ts';
import type { Cause } from '../../domain/breach/cause.ts';
import type { Metric } from '../../domain/commitment/metric.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Reader } from '../reader.ts';
import { isBreached, joinGivenCause, matchRules, outcomeAt } from './breach-sql.ts';
import type { ExplainedSpan } from './count-breaches.ts';

/** A message under a promise. */
export interface BreachRow extends BreachKey {
  readonly channelId: string;
  readonly metric: Metric;
  readonly versionNumber: number;
  readonly dueAt: Instant | null;
  readonly breachAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly targetSeconds: number;
  readonly staffedSeconds: number | null;
  readonly topic: string | null;
  readonly outcome: BreachOutcome;
  readonly isBreached: boolean;
  readonly excludedAt: Instant | null;
  readonly exclusionReason: string | null;
  readonly lateExclusion: boolean;
  /** Said by hand, or by the rule where nobody said. Null where it is not breached. */
  readonly cause: Cause | null;
  readonly ruleId: string | null;
  /** Null: not said by hand. */
  readonly givenAt: Instant | null;
  readonly givenBy: string | null;
}

export interface BreachRange {
  readonly filter: BreachFilter;
  /** Exclusive; undefined begins with the newest. */
  readonly after: BreachKey | undefined;
  readonly most: number;
}

const ORDER = sql`"askedAt" desc, "sourceId" desc, "conversationId" collate "C" desc, "commitmentId" collate "C" desc, "messageId" collate "C" desc`;

/**
 * Messages that arrived in the span, the newest first. Walks the index `obligation_by_commitment` of each promise from the place where it
 * begins, and reads no more of it than the filter makes it.
 */
export async function listBreaches(db: Reader, span: ExplainedSpan, { filter, after, most }: BreachRange): Promise<BreachRow[]> {
  const { companyId, fromAt, now } = span;
  const commitmentIds = span.commitmentIds.filter((id) => filter.promise === '' || id === filter.promise);
  if (commitmentIds.length === 0) return [];
  const byRule = matchRules(span.rules, span.timeZone, { fromAt, toAt: span.toAt + 1 });
  const cause = sql<string | null>`case when ${isBreached(now)} then coalesce(given.cause, ${byRule.cause}) end`;
  const conditions = [...listConditions(filter, now, cause), ...listBounds(span.toAt, after)];
  const { rows } = await sql<BreachRow>`
    select wait.* from unnest(${[...commitmentIds]}::text[]) as promise(id) cross join lateral (
      select obligation.asked_at as "askedAt", obligation.source_id as "sourceId", obligation.conversation_id as "conversationId",
        obligation.commitment_id as "commitmentId", coalesce(obligation.message_id, '') as "messageId", obligation.channel_id as "channelId",
        obligation.metric, obligation.version_number as "versionNumber", obligation.due_at as "dueAt", obligation.breach_at as "breachAt",
        obligation.answered_at as "answeredAt", obligation.target_seconds as "targetSeconds", obligation.staffed_seconds as "staffedSeconds",
        obligation.topic, ${outcomeAt(now)} as outcome, ${isBreached(now)} as "isBreached", obligation.excluded_at as "excludedAt",
        obligation.exclusion_reason as "exclusionReason", obligation.late_exclusion as "lateExclusion", ${cause} as cause,
        case when given.cause is null then ${byRule.id} end as "ruleId", given.given_at as "givenAt", given.given_by as "givenBy"
      from obligation ${joinGivenCause}
      where obligation.company_id = ${companyId} and obligation.commitment_id = promise.id and obligation.asked_at >= ${fromAt}
        and ${sql.join(conditions, sql` and `)}
      order by obligation.asked_at desc, obligation.source_id desc, obligation.conversation_id desc, obligation.commitment_id desc,
        coalesce(obligation.message_id, '') collate "C" desc
      limit ${most}) as wait
    order by ${ORDER} limit ${most}`.execute(db);
  return rows;
}

function listConditions({ outcome, channel, cause }: BreachFilter, now: Instant, causeOf: RawBuilder<unknown>): RawBuilder<unknown>[] {
  return [
    sql`${outcomeAt(now)} = ${outcome}`,
    ...(channel === '' ? [] : [sql`obligation.channel_id = ${channel}`]),
    ...(cause === '' ? [] : [cause === NO_CAUSE ? sql`${causeOf} is null` : sql`${causeOf} = ${cause}`]),
  ];
}

/** What is said twice, of the instant alone, is what the index is entered by. */
function listBounds(toAt: Instant, after: BreachKey | undefined): RawBuilder<unknown>[] {
  if (after === undefined) return [sql`obligation.asked_at <= ${toAt}`];
  return [
    sql`obligation.asked_at <= ${Math.min(toAt, after.askedAt)}`,
    sql`(obligation.asked_at, obligation.source_id, obligation.conversation_id, obligation.commitment_id,
      coalesce(obligation.message_id, '') collate "C")
      < (${after.askedAt}::int8, ${after.sourceId}::int4, ${after.conversationId}::text, ${after.commitmentId}::text, ${after.messageId}::text)`,
  ];
}
