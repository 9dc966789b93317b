import { sql } from 'kysely';
import type { Agreement, AgreementVersion } from '../../domain/agreement/agreement.ts';
import { nameChannel } from '../../domain/agreement/channel-kind.ts';
import { toMeasuringRules } from '../../domain/agreement/measuring-rules.ts';
import { findChannel } from '../../domain/agreement/resolve-agreement.ts';
import type { AlertRule } from '../../domain/alert/alert-rule.ts';
import type { DueAlert } from '../../domain/alert/due-alert.ts';
import {
  findBacklogAlerts,
  findSilentAlerts,
  findVerdictAlerts,
  type HeardSource,
  type NamedPeriod,
  type WeighedCommitment,
} from '../../domain/alert/find-weighed-alerts.ts';
import { namePromise } from '../../domain/alert/name-promise.ts';
import type { CompiledCalendar } from '../../domain/calendar/compiled-calendar.ts';
import { elapsedOn } from '../../domain/conversation/wait-clock.ts';
import type { AgreementHistory } from '../../domain/figures/figures.ts';
import { keyOf, objectiveOf, sumCounts } from '../../domain/figures/make-figures.ts';
import { DAY_SECONDS, type Instant } from '../../domain/instant.ts';
import { countTallies } from '../../domain/tally/count-tallies.ts';
import { isSameKey } from '../../domain/tally/tally.ts';
import type { CompanyReference, Reader } from '../reader.ts';
import { readTallies } from '../tallies/read-tallies.ts';
import { toTallyRange } from '../tallies/tally-range.ts';

interface Weighing {
  readonly company: CompanyReference;
  readonly history: AgreementHistory;
  readonly rules: readonly AlertRule[];
  readonly now: Instant;
}

/** What rules on verdicts, sources and backlogs find at `now`. Counts are those that are published. */
export async function findWeighedDueAlerts(db: Reader, weighing: Weighing): Promise<DueAlert[]> {
  const { company, history, rules, now } = weighing;
  if (rules.length === 0) return [];
  const asks = (trigger: AlertRule['trigger']) => rules.some((rule) => rule.trigger === trigger);
  const { month, day, monthBeganAt } = findPeriods(company.timeZone, now);
  const { inForce } = history;
  const isWeighed = (asks('verdict') || asks('backlog')) && inForce !== undefined;
  const weighed = isWeighed ? await weighCommitments(db, weighing, inForce, monthBeganAt) : [];
  const sources = asks('silent') ? await readHeardSources(db, company.id) : [];
  return [...findVerdictAlerts(rules, weighed, month), ...findBacklogAlerts(rules, weighed, day), ...findSilentAlerts(rules, sources, now)];
}

/** The month and the day under way in the company's zone. */
function findPeriods(timeZone: string, now: Instant): { month: NamedPeriod; day: NamedPeriod; monthBeganAt: Instant } {
  const today = Temporal.Instant.fromEpochMilliseconds(now * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const at = (date: Temporal.PlainDate): Instant => date.toZonedDateTime(timeZone).epochMilliseconds / 1000;
  const first = today.with({ day: 1 });
  return {
    month: { name: first.toPlainYearMonth().toString(), endsAt: at(first.add({ months: 1 })) },
    day: { name: today.toString(), endsAt: at(today.add({ days: 1 })) },
    monthBeganAt: at(first),
  };
}

async function weighCommitments(
  db: Reader,
  { company, history, now }: Weighing,
  version: AgreementVersion,
  monthBeganAt: Instant,
): Promise<WeighedCommitment[]> {
  const { commitments } = version.content;
  const ids = [...new Set(commitments.map(({ id }) => id))];
  const counts = countTallies(await readTallies(db, toTallyRange(company, ids, { fromAt: monthBeganAt, toAt: now }), now), now);
  const [waiting, answered] = [await readDueInstants(db, company.id, now), await countAnsweredLately(db, company.id, ids, now)];
  const rules = toMeasuringRules(version.content);
  return commitments.map((commitment) => {
    const own = counts.filter((count) => isSameKey(count, keyOf(commitment)));
    const clock = rules.get(commitment.channelId)?.find(({ key }) => key === commitment.id)?.clock ?? null;
    const dueInstants = waiting.get(commitment.id) ?? [];
    return {
      commitment,
      ...nameParts(version.content, commitment),
      counts: sumCounts(own),
      objectivePercent: objectiveOf(commitment, history, own),
      leftSeconds: measureLeft(clock, dueInstants, now),
      answeredLately: answered.get(commitment.id) ?? 0,
      openSecondsLately: elapsedOn(clock, now - DAY_SECONDS, now),
    };
  });
}

function nameParts(agreement: Agreement, commitment: Agreement['commitments'][number]): { channel: string; promise: string } {
  const channel = findChannel(agreement, commitment.channelId);
  return { channel: channel === undefined ? commitment.channelId : nameChannel(channel), promise: namePromise(commitment) };
}

const measureLeft = (clock: CompiledCalendar | null, dueInstants: readonly Instant[], now: Instant): number[] =>
  dueInstants.map((dueAt) => elapsedOn(clock, now, dueAt)).sort((a, b) => a - b);

/** When what waits and is not breached is due, by commitment. */
async function readDueInstants(db: Reader, companyId: number, now: Instant): Promise<Map<string, Instant[]>> {
  const { rows } = await sql<{ commitmentId: string; dueAt: Instant }>`
    select commitment_id as "commitmentId", due_at as "dueAt" from obligation
    where company_id = ${companyId} and answered_at is null and excluded_at is null
      and breach_at >= ${now} and asked_at <= ${now} and due_at is not null`.execute(db);
  const byCommitment = Map.groupBy(rows, ({ commitmentId }) => commitmentId);
  return new Map([...byCommitment].map(([id, own]) => [id, own.map(({ dueAt }) => dueAt)]));
}

/** How many were answered in the last 24 hours, of those that were asked in the last 30 days. */
async function countAnsweredLately(
  db: Reader,
  companyId: number,
  commitmentIds: readonly string[],
  now: Instant,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ commitmentId: string; count: number }>`
    select commitment_id as "commitmentId", count(*)::int8 as count from obligation
    where company_id = ${companyId} and commitment_id = any(${[...commitmentIds]}::text[])
      and asked_at between ${now - 30 * DAY_SECONDS} and ${now}
      and answered_at > ${now - DAY_SECONDS} and answered_at <= ${now} and excluded_at is null
    group by commitment_id`.execute(db);
  return new Map(rows.map(({ commitmentId, count }) => [commitmentId, count]));
}

/** Sources that are meant to go on: files that were imported give no sign of life. */
async function readHeardSources(db: Reader, companyId: number): Promise<HeardSource[]> {
  const { rows } = await sql<HeardSource>`
    select source.id, source.name, source.last_seen_at as "lastSignAt", array(
      select channel_id from channel_source where channel_source.company_id = ${companyId} and source_id = source.id) as "channelIds"
    from source where source.company_id = ${companyId} and kind <> 'import' order by source.id`.execute(db);
  return rows;
}
