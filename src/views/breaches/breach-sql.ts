import { type RawBuilder, sql } from 'kysely';
import { type CauseRule, type InstantSpan, listRuleSpans } from '../../domain/breach/cause-rule.ts';
import type { Instant } from '../../domain/instant.ts';

/** Whether an obligation is breached at `now`, as if nobody had excluded anything. */
export const isBreached = (now: Instant): RawBuilder<boolean> =>
  sql`coalesce(case when obligation.answered_at <= ${now} then obligation.staffed_seconds > obligation.target_seconds
    else obligation.breach_at < ${now} end, false)`;

/** What an obligation has come to at `now`, by the same rules as `outcomeAt`. */
export const outcomeAt = (now: Instant): RawBuilder<string> =>
  sql`case when obligation.excluded_at <= ${now} then 'excluded' when ${isBreached(now)} then 'breached'
    when obligation.answered_at <= ${now} then 'met' else 'running' end`;

/** The row of `breach_cause` that says why by hand, joined as `given`. */
export const joinGivenCause = sql`left join breach_cause given on given.company_id = obligation.company_id
  and given.source_id = obligation.source_id and given.conversation_id = obligation.conversation_id
  and given.commitment_id = obligation.commitment_id and given.asked_at = obligation.asked_at
  and given.message_id = coalesce(obligation.message_id, '')`;

/** How rules are read in SQL. */
export interface RuleSql {
  /** The id of the rule that counts; null where none matches. */
  readonly id: RawBuilder<string | null>;
  /** The cause that it gives. */
  readonly cause: RawBuilder<string | null>;
}

/**
 * The newest rule that matches an obligation asked within `within`. When that is, is worked out by the domain, so that the database knows of
 * instants only.
 * @param rules the newest first.
 */
export function matchRules(rules: readonly CauseRule[], timeZone: string, within: InstantSpan): RuleSql {
  const cases = rules.flatMap((rule) => {
    const spans = listRuleSpans(rule, timeZone, within);
    return spans.length === 0 ? [] : [{ rule, condition: toCondition(rule, spans) }];
  });
  const choose = (valueFrom: (rule: CauseRule) => string): RawBuilder<string | null> => {
    if (cases.length === 0) return sql`null::text`;
    const whens = cases.map(({ rule, condition }) => sql`when ${condition} then ${valueFrom(rule)}::text`);
    return sql`case ${sql.join(whens, sql` `)} end`;
  };
  return { id: choose(({ id }) => id), cause: choose(({ cause }) => cause) };
}

function toCondition({ channelId, commitmentId }: CauseRule, spans: readonly InstantSpan[]): RawBuilder<boolean> {
  const conditions = [
    toSpanCondition(spans),
    ...(channelId === null ? [] : [sql`obligation.channel_id = ${channelId}`]),
    ...(commitmentId === null ? [] : [sql`obligation.commitment_id = ${commitmentId}`]),
  ];
  return sql`(${sql.join(conditions, sql` and `)})`;
}

/** Whether an obligation was asked in one of the spans. */
export function toSpanCondition(spans: readonly InstantSpan[]): RawBuilder<boolean> {
  const [first, ...others] = spans;
  if (first !== undefined && others.length === 0)
    return sql`obligation.asked_at >= ${first.fromAt} and obligation.asked_at < ${first.toAt}`;
  const ranges = spans.map(({ fromAt, toAt }) => `[${fromAt},${toAt})`).join(',');
  return sql`obligation.asked_at <@ ${`{${ranges}}`}::int8multirange`;
}
