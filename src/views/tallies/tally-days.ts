import { sql } from 'kysely';
import type { Instant } from '../../domain/instant.ts';
import { type Day, getDayClock } from '../../domain/tally/day-clock.ts';
import { type TalliedObligation, type Tally, tallyObligations } from '../../domain/tally/tally.ts';
import type { CompanyReference, Reader } from '../reader.ts';

/** A day of a commitment. */
export interface CommitmentDay {
  readonly commitmentId: string;
  readonly day: Day;
}

/** Days of a commitment that follow each other, both ends inclusive. */
export interface DayRun {
  readonly commitmentId: string;
  readonly fromDay: Day;
  toDay: Day;
}

/** So many days of a commitment are tallied at once, to bound what is held in memory. */
const MOST_DAYS_AT_ONCE = 7;

/** Days that follow each other are read together. */
export function listRuns(days: readonly CommitmentDay[]): DayRun[] {
  const runs: DayRun[] = [];
  const ordered = [...days].sort((a, b) => (a.commitmentId < b.commitmentId ? -1 : a.commitmentId > b.commitmentId ? 1 : a.day - b.day));
  for (const { commitmentId, day } of ordered) {
    const run = runs.at(-1);
    const follows = run !== undefined && run.commitmentId === commitmentId && day <= run.toDay + 1;
    if (follows && day - run.fromDay < MOST_DAYS_AT_ONCE) run.toDay = day;
    else runs.push({ commitmentId, fromDay: day, toDay: day });
  }
  return runs;
}

/**
 * Tallies days from their obligations.
 * @param upTo leaves out what happens after it; by default nothing.
 */
export async function tallyRun(db: Reader, company: CompanyReference, run: DayRun, upTo?: Instant): Promise<Tally[]> {
  const clock = getDayClock(company.timeZone);
  const obligations = await readObligations(db, company.id, run.commitmentId, clock.startOf(run.fromDay), clock.startOf(run.toDay + 1));
  return tallyObligations(obligations, clock, upTo);
}

async function readObligations(
  db: Reader,
  companyId: number,
  commitmentId: string,
  fromAt: Instant,
  beforeAt: Instant,
): Promise<TalliedObligation[]> {
  const { rows } = await sql<TalliedObligation>`
    select
      commitment_id as "commitmentId", channel_id as "channelId", metric, version_number as "versionNumber", source_id as "sourceId",
      asked_at as "askedAt", breach_at as "breachAt", answered_at as "answeredAt", target_seconds as "targetSeconds",
      waited_seconds as "waitedSeconds", staffed_seconds as "staffedSeconds", excluded_at as "excludedAt",
      exclusion_reason as "exclusionReason", late_exclusion as "lateExclusion"
    from obligation
    where company_id = ${companyId} and commitment_id = ${commitmentId} and asked_at >= ${fromAt} and asked_at < ${beforeAt}`.execute(db);
  return rows;
}
