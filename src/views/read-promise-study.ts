import { sql } from 'kysely';
import type { AgreementVersion, Commitment } from '../domain/agreement/agreement.ts';
import { findClock } from '../domain/agreement/resolve-agreement.ts';
import { compileCalendar } from '../domain/calendar/compile-calendar.ts';
import type { CompiledCalendar } from '../domain/calendar/compiled-calendar.ts';
import { elapsedOn } from '../domain/conversation/wait-clock.ts';
import type { Instant } from '../domain/instant.ts';
import { listFinishedMonths, type Month } from '../domain/month/finished-months.ts';
import { findMoves } from '../domain/promise/find-moves.ts';
import type { PromiseTrial, StudiedPromise } from '../domain/promise/promise-trial.ts';
import type { RecordedWait, UsedTime } from '../domain/promise/recorded-wait.ts';
import { FOLLOWED_DAYS, studyPromise, type WaitingMessage } from '../domain/promise/study-promise.ts';
import { listHours, tryHours } from '../domain/promise/try-hours.ts';
import { type Day, getDayClock } from '../domain/tally/day-clock.ts';
import { type CommitmentKey, isSameKey } from '../domain/tally/tally.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { CompanyReference, Reader } from './reader.ts';
import { readTallies } from './tallies/read-tallies.ts';

const MONTHS = 12;
/** Other hours and the hours of the week are tried on so many of the newest messages at most, so that a page costs no more for a large company. */
export const MOST_TRIED = 20_000;

/** What a company could promise, from what it has done. */
export interface PromiseStudies {
  readonly version: AgreementVersion;
  readonly promises: readonly StudiedPromise[];
}

/** Studies every promise of the version in force; undefined when none is. For members only: the caller authorises. */
export async function readPromiseStudies(db: Reader, company: CompanyReference, now: Instant): Promise<PromiseStudies | undefined> {
  const { inForce, versions } = await readAgreementHistory(db, company.id, now);
  if (inForce === undefined) return undefined;
  const months = listFinishedMonths(company.timeZone, now, MONTHS);
  // Where each message has a time of its own there is no one target to try.
  const commitments = inForce.content.commitments.filter(({ ownTargets }) => ownTargets !== true);
  const { fromDay } = months[0] as Month;
  const { toDay } = months.at(-1) as Month;
  const range = { company, commitmentIds: commitments.map(({ id }) => id), fromDay, toDay: toDay - 1 };
  const tallies = await readTallies(db, range, now);
  const followedFrom = Math.max(fromDay, getDayClock(company.timeZone).dayOf(now) - FOLLOWED_DAYS);
  const waiting = await readWaiting(db, { company, version: inForce, fromDay: followedFrom, toDay, now });
  const promises = commitments.map((commitment) => {
    const key = { commitmentId: commitment.id, channelId: commitment.channelId, metric: commitment.metric };
    const own = tallies.filter((tally) => isSameKey(tally, key));
    const waited = waiting.filter((message) => isSameKey(message, key));
    const facts = { commitment, version: inForce, versions, tallies: own, waiting: waited, followedFrom, months, now };
    return { commitment, study: studyPromise(facts) };
  });
  return { version: inForce, promises };
}

/** All promises, and one of them with a target tried. */
export interface PromisePage extends PromiseStudies {
  readonly chosen: StudiedPromise;
  readonly trial: PromiseTrial;
}

/**
 * The promises of the version in force, and the one asked for, or else the one with most messages, more closely: the target asked for is
 * tried on it, or else the one that could be promised. Undefined when nothing is promised. For members only: the caller authorises.
 */
export async function readPromisePage(
  db: Reader,
  company: CompanyReference,
  asked: { commitmentId: string | null; targetSeconds: number | undefined },
  now: Instant,
): Promise<PromisePage | undefined> {
  const studies = await readPromiseStudies(db, company, now);
  const busiest = studies?.promises.toSorted((a, b) => countAnswered(b) - countAnswered(a))[0];
  const chosen = studies?.promises.find(({ commitment }) => commitment.id === asked.commitmentId) ?? busiest;
  if (studies === undefined || chosen === undefined) return undefined;
  const { commitment, study } = chosen;
  const targetSeconds = asked.targetSeconds ?? study.proposalSeconds ?? commitment.targetSeconds;
  const trial = await readPromiseTrial(db, company, { version: studies.version, commitment, targetSeconds }, now);
  return { ...studies, chosen, trial };
}

const countAnswered = ({ study }: StudiedPromise): number =>
  study.waitsByMonth.flatMap(({ answered }) => answered).reduce((sum, run) => sum + run.length, 0);

interface WaitingRange {
  readonly company: CompanyReference;
  readonly version: AgreementVersion;
  readonly fromDay: Day;
  readonly toDay: Day;
  readonly now: Instant;
}

/** The messages without an answer, of every commitment, with what they have waited on the present hours. */
async function readWaiting(
  db: Reader,
  { company, version, fromDay, toDay, now }: WaitingRange,
): Promise<(WaitingMessage & CommitmentKey)[]> {
  const days = getDayClock(company.timeZone);
  const { rows } = await sql<CommitmentKey & { versionNumber: number; askedAt: Instant }>`
    select commitment_id as "commitmentId", channel_id as "channelId", metric, version_number as "versionNumber", asked_at as "askedAt"
    from obligation
    where company_id = ${company.id} and asked_at >= ${days.startOf(fromDay)} and asked_at < ${days.startOf(toDay)}
      and (answered_at is null or answered_at > ${now}) and (excluded_at is null or excluded_at > ${now})`.execute(db);
  const clocks = new Map(version.content.commitments.map((commitment) => [commitment.id, findCompiledClock(version, commitment)]));
  return rows.map(({ askedAt, ...row }) => ({
    ...row,
    day: days.dayOf(askedAt),
    seconds: elapsedOn(clocks.get(row.commitmentId) ?? null, askedAt, now),
  }));
}

function findCompiledClock(version: AgreementVersion, commitment: Commitment): CompiledCalendar | null {
  const rules = findClock(version.content, commitment.clockCalendarId) ?? null;
  return rules === null ? null : compileCalendar(rules);
}

/** Tries a target, and other hours, on the newest messages of a promise. For members only: the caller authorises. */
export async function readPromiseTrial(
  db: Reader,
  company: CompanyReference,
  { version, commitment, targetSeconds }: { version: AgreementVersion; commitment: Commitment; targetSeconds: number },
  now: Instant,
): Promise<PromiseTrial> {
  const days = getDayClock(company.timeZone);
  const months = listFinishedMonths(company.timeZone, now, MONTHS);
  const waits = await readWaits(db, company, commitment, { from: days.startOf((months[0] as Month).fromDay), now });
  const isCut = waits.length > MOST_TRIED;
  const tried = waits.slice(0, MOST_TRIED);
  const { objectivePercent, metric } = commitment;
  const terms = { targetSeconds, objectivePercent };
  const pauses = metric === 'resolution';
  return {
    targetSeconds,
    messages: tried.length,
    since: tried.at(-1)?.askedAt,
    isCut,
    moves: findMoves(pauses ? tried.map((wait) => useAsJudged(wait, now)) : useNow(tried, findCompiledClock(version, commitment), now), {
      ...terms,
      days,
    }),
    hours: pauses
      ? []
      : tryHours(tried, listHours(version.content.calendars, commitment.clockCalendarId, company.timeZone), { ...terms, now }),
  };
}

/** What each has used of the present hours. */
function useNow(waits: readonly JudgedWait[], clock: CompiledCalendar | null, now: Instant): UsedTime[] {
  return waits.map(({ askedAt, answeredAt }) => {
    const isAnswered = answeredAt !== null && answeredAt <= now;
    return { askedAt, isAnswered, seconds: elapsedOn(clock, askedAt, isAnswered ? answeredAt : now) };
  });
}

/** A clock that pauses is taken as it was judged; what is open and breached counts as never settled. */
function useAsJudged({ askedAt, answeredAt, staffedSeconds, breachAt }: JudgedWait, now: Instant): UsedTime {
  if (answeredAt !== null && answeredAt <= now && staffedSeconds !== null) return { askedAt, isAnswered: true, seconds: staffedSeconds };
  return { askedAt, isAnswered: false, seconds: breachAt !== null && now > breachAt ? Number.POSITIVE_INFINITY : 0 };
}

interface JudgedWait extends RecordedWait {
  readonly staffedSeconds: number | null;
  readonly breachAt: Instant | null;
}

/** The newest messages of a commitment that are not excluded, newest first, one more than are tried. */
async function readWaits(
  db: Reader,
  company: CompanyReference,
  { id, channelId, metric }: Commitment,
  { from, now }: { from: Instant; now: Instant },
): Promise<JudgedWait[]> {
  const { rows } = await sql<JudgedWait>`
    select asked_at as "askedAt", answered_at as "answeredAt", staffed_seconds as "staffedSeconds", breach_at as "breachAt" from obligation
    where company_id = ${company.id} and commitment_id = ${id} and channel_id = ${channelId} and metric = ${metric}
      and asked_at >= ${from} and asked_at <= ${now} and (excluded_at is null or excluded_at > ${now})
    order by asked_at desc limit ${MOST_TRIED + 1}`.execute(db);
  return rows;
}
