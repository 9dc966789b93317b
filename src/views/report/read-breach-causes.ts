import { type RawBuilder, sql } from 'kysely';
import { type InstantSpan, listRuleSpans } from '../../domain/breach/cause-rule.ts';
import type { Instant } from '../../domain/instant.ts';
import type { CauseCount } from '../../domain/report/breach-causes.ts';
import type { Problem } from '../../domain/report/find-problems.ts';
import type { MessageGroup } from '../../domain/report/message-group.ts';
import { isSameKey } from '../../domain/tally/tally.ts';
import { listCauseRules } from '../../store/cause-rule.ts';
import { toSpanCondition } from '../breaches/breach-sql.ts';
import { countCauses } from '../breaches/count-breaches.ts';
import type { CompanyReference, Reader } from '../reader.ts';

/** Counts the breaches of these promises that have a cause, of messages that arrived in a period. */
export async function readBreachCauses(
  db: Reader,
  { id: companyId, timeZone }: CompanyReference,
  commitmentIds: readonly string[],
  { fromAt, toAt }: { readonly fromAt: Instant; readonly toAt: Instant },
  now: Instant,
): Promise<CauseCount[]> {
  return countCauses(db, { companyId, timeZone, fromAt, toAt, now, commitmentIds, rules: await listCauseRules(db, companyId) });
}

/** Says of each problem which causes its breaches have. */
export async function explainProblems(
  db: Reader,
  { id: companyId, timeZone }: CompanyReference,
  problems: readonly Problem[],
  { fromAt, toAt }: { readonly fromAt: Instant; readonly toAt: Instant },
  now: Instant,
): Promise<Problem[]> {
  const rules = await listCauseRules(db, companyId);
  const explained: Problem[] = [];
  for (const problem of problems) {
    const { id: commitmentId, channelId, metric } = problem.figures.commitment;
    const only = problem.group && toGroupCondition(problem.group, timeZone, { fromAt, toAt: toAt + 1 });
    const counts = await countCauses(db, { companyId, timeZone, fromAt, toAt, now, commitmentIds: [commitmentId], rules }, only);
    const own = counts.filter((count) => isSameKey(count, { commitmentId, channelId, metric }));
    const causes = own.map(({ cause, breached }) => ({ cause, breached })).sort((a, b) => b.breached - a.breached);
    explained.push({ ...problem, causes });
  }
  return explained;
}

/** Whether an obligation is in the group. The hours of a group are the same on each of its weekdays. */
function toGroupCondition({ kind, hours, label = '' }: MessageGroup, timeZone: string, within: InstantSpan): RawBuilder<boolean> {
  if (kind === 'language') return sql`obligation.language = ${label}`;
  if (kind === 'topic') return sql`obligation.topic = ${label}`;
  const places = [...(hours ?? [])];
  const ofDay = places.map((place) => place % HOURS_OF_DAY);
  const weekdays = [...new Set(places.map((place) => Math.floor(place / HOURS_OF_DAY)))];
  const clock = { from: Math.min(...ofDay) * MINUTES_OF_HOUR, until: (Math.max(...ofDay) + 1) * MINUTES_OF_HOUR };
  return toSpanCondition(listRuleSpans({ firstDate: null, lastDate: null, weekdays, hours: clock }, timeZone, within));
}

const HOURS_OF_DAY = 24;
const MINUTES_OF_HOUR = 60;
