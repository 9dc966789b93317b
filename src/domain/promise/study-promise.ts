import type { AgreementVersion, Commitment } from '../agreement/agreement.ts';
import { findClock } from '../agreement/resolve-agreement.ts';
import type { CalendarRules } from '../calendar/calendar.ts';
import { isAlwaysOpen } from '../calendar/describe-hours.ts';
import { type Interval95, wilsonInterval } from '../compliance/wilson.ts';
import type { Instant } from '../instant.ts';
import type { Month } from '../month/finished-months.ts';
import type { Day } from '../tally/day-clock.ts';
import { countOverdue } from '../tally/read-tally.ts';
import { isSameKey, type Tally } from '../tally/tally.ts';
import { roundTargetUp, USUAL_TARGETS } from './round-target.ts';
import { countKept, findStrictestTarget, joinWaits, type KeptCount, type StrictestTarget, type Waits } from './waits.ts';

/** A message without an answer is followed second by second for so long; after that it counts as kept under no target. */
export const FOLLOWED_DAYS = 92;
/** A month with fewer decided messages tells nothing about what can be promised, as with verdicts. */
export const FEWEST_FOR_A_MONTH = 10;

/** What a month would have let the company promise. */
export interface StudiedMonth {
  readonly month: string;
  /** Under the target that is promised now. */
  readonly kept: KeptCount;
  readonly strictest: StrictestTarget | undefined;
}

/** What would have come of a target over all the months. */
export interface CurvePoint extends KeptCount {
  readonly targetSeconds: number;
  readonly interval: Interval95 | undefined;
  /** How many of the months with enough messages it would have been kept in. */
  readonly monthsKept: number;
}

export interface PromiseStudy {
  /** Oldest first. */
  readonly months: readonly StudiedMonth[];
  readonly curve: readonly CurvePoint[];
  /** Months with enough messages to count. */
  readonly countedMonths: number;
  /** Answered messages that were counted on other hours than today's and therefore are left out. */
  readonly leftOut: number;
  /** The shortest usual target that would have been kept in every counted month; undefined when there is none, or no such month. */
  readonly proposalSeconds: number | undefined;
  readonly waitsByMonth: readonly Waits[];
}

/** A message without an answer: seconds waited up to now on the present hours. */
export interface WaitingMessage {
  readonly day: Day;
  readonly versionNumber: number;
  readonly seconds: number;
}

/** What is studied, and what its history is. */
export interface StudyFacts {
  readonly commitment: Commitment;
  readonly version: AgreementVersion;
  readonly versions: readonly AgreementVersion[];
  /** Of the commitment's own key alone. */
  readonly tallies: readonly Tally[];
  /** Messages of the commitment's own key without an answer, asked on the days from `followedFrom` on. */
  readonly waiting: readonly WaitingMessage[];
  readonly followedFrom: Day;
  readonly months: readonly Month[];
  readonly now: Instant;
}

/** Tries every usual target on a promise's own history. Only what was counted on the present hours is compared with it. */
export function studyPromise(facts: StudyFacts): PromiseStudy {
  const { commitment, months } = facts;
  const alike = listAlikeVersions(facts);
  const own = facts.tallies.filter(({ versionNumber }) => alike.has(versionNumber));
  const waiting = facts.waiting.filter(({ versionNumber }) => alike.has(versionNumber));
  const waitsByMonth = months.map((month) => collectWaits({ ...facts, waiting }, own, month));
  const studied = months.map(({ month }, index): StudiedMonth => {
    const waits = waitsByMonth[index] as Waits;
    return {
      month,
      kept: countKept(waits, commitment.targetSeconds),
      strictest: findStrictestTarget(waits, commitment.objectivePercent),
    };
  });
  const counted = studied.filter(({ strictest }) => (strictest?.decided ?? 0) >= FEWEST_FOR_A_MONTH);
  return {
    months: studied,
    curve: drawCurve(joinWaits(waitsByMonth), commitment.targetSeconds, counted),
    countedMonths: counted.length,
    leftOut: facts.tallies.filter(({ versionNumber }) => !alike.has(versionNumber)).reduce((sum, { staffed }) => sum + staffed.length, 0),
    proposalSeconds: proposeTarget(counted),
    waitsByMonth,
  };
}

/** The versions that counted this promise as the present one does. */
function listAlikeVersions({ commitment, version, versions }: StudyFacts): Set<number> {
  const present = findClock(version.content, commitment.clockCalendarId) ?? null;
  const key = { commitmentId: commitment.id, channelId: commitment.channelId, metric: commitment.metric };
  return new Set(
    versions.flatMap(({ number, content }) => {
      const former = content.commitments.find(({ id, channelId, metric }) => isSameKey({ commitmentId: id, channelId, metric }, key));
      if (former === undefined || !coversTheSame(former, commitment)) return [];
      return countsSameHours(findClock(content, former.clockCalendarId) ?? null, present) ? [number] : [];
    }),
  );
}

function coversTheSame(a: Commitment, b: Commitment): boolean {
  return a.automationAnswers === b.automationAnswers && a.topic === b.topic && a.ownTargets !== true;
}

/** Holidays and single dates are left aside: each version counted those of its own time, as is right. */
export function countsSameHours(a: CalendarRules | null, b: CalendarRules | null): boolean {
  const [one, other] = [a, b].map((rules) => (rules === null || isAlwaysOpen(rules) ? null : rules));
  if (one === null || other === null || one === undefined || other === undefined) return one === other;
  return one.timeZone === other.timeZone && JSON.stringify(sortWeek(one.week)) === JSON.stringify(sortWeek(other.week));
}

const sortWeek = (week: CalendarRules['week']) =>
  Object.entries(week)
    .filter(([, intervals]) => intervals !== undefined && intervals.length > 0)
    .map(([day, intervals]) => [day, (intervals ?? []).toSorted()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

function collectWaits({ commitment, waiting, followedFrom, now }: StudyFacts, tallies: readonly Tally[], month: Month): Waits {
  const own = tallies.filter(({ day }) => day >= month.fromDay && day < month.toDay);
  const isFollowed = (day: Day) => commitment.metric !== 'resolution' && day >= followedFrom;
  const followed = waiting.filter(({ day }) => day >= month.fromDay && day < month.toDay && isFollowed(day));
  return {
    answered: own.map(({ staffed }) => staffed),
    waiting: Int32Array.from(followed, ({ seconds }) => seconds).sort(),
    // The clock of a resolution pauses, so that how far an open one has come is not known here: once breached it counts as never settled.
    never: own
      .filter(({ day }) => !isFollowed(day))
      .reduce((sum, tally) => sum + (commitment.metric === 'resolution' ? countOverdue(tally, now) : tally.breachAt.length), 0),
  };
}

/** The usual targets around what happens, with the promised one among them. */
function drawCurve(all: Waits, promised: number, counted: readonly StudiedMonth[]): CurvePoint[] {
  const targets = [...new Set([...USUAL_TARGETS, promised])].sort((a, b) => a - b);
  const points = targets.map((targetSeconds): CurvePoint => {
    const { met, breached } = countKept(all, targetSeconds);
    return {
      targetSeconds,
      met,
      breached,
      interval: wilsonInterval(met, met + breached),
      monthsKept: countMonthsKept(counted, targetSeconds),
    };
  });
  // Where nothing more is gained by waiting longer there is nothing more to see.
  const most = points.at(-1)?.met ?? 0;
  const lastUseful = points.findIndex(({ met }) => met === most);
  const firstUseful = Math.max(0, points.findIndex(({ met }) => met > 0) - 1);
  return points.filter(({ targetSeconds }, index) => (index >= firstUseful && index <= lastUseful) || targetSeconds === promised);
}

function countMonthsKept(counted: readonly StudiedMonth[], targetSeconds: number): number {
  return counted.filter(({ strictest }) => strictest?.seconds != null && strictest.seconds <= targetSeconds).length;
}

function proposeTarget(counted: readonly StudiedMonth[]): number | undefined {
  const seconds = counted.map(({ strictest }) => strictest?.seconds ?? null);
  if (seconds.length === 0 || seconds.includes(null)) return undefined;
  return roundTargetUp(Math.max(...(seconds as number[])));
}
