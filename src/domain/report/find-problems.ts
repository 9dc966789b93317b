import type { Cause } from '../breach/cause.ts';
import { countDecided } from '../compliance/counts.ts';
import { findDiscoveries, logChanceOfBinomial, logChanceOfMore } from '../compliance/exact-tests.ts';
import { reachesObjective } from '../compliance/share.ts';
import type { HourCell } from '../figures/charts.ts';
import type { CommitmentFigures } from '../figures/figures.ts';
import { groupByTime, type MessageGroup } from './message-group.ts';

/** A promise with all that is known of when, in which language and about what it was broken. */
export interface ProblemSource {
  readonly figures: CommitmentFigures;
  readonly hours: readonly HourCell[];
  /** By what is not an hour: languages, topics. */
  readonly groups: readonly MessageGroup[];
}

/** A place where a promise is broken more than elsewhere, or a whole promise that is broken more than it allows. */
export interface Problem {
  readonly figures: CommitmentFigures;
  /** Undefined: the whole promise. */
  readonly group: MessageGroup | undefined;
  readonly met: number;
  readonly breached: number;
  /** All breaches of the promise. */
  readonly allBreached: number;
  /** Breaches above what the rest of the promise's messages would lead one to expect, or the promise allows: what mending it would win. */
  readonly excess: number;
  readonly logChance: number;
  /** Known causes of its breaches, the largest first. Read once it is found: a cause finds no problem, since only breaches have one. */
  readonly causes?: readonly { readonly cause: Cause; readonly breached: number }[];
}

export interface ProblemSearch {
  /** The worst first; at most three. */
  readonly problems: readonly Problem[];
  /** How many groups were looked at, for which the findings are corrected. */
  readonly looked: number;
}

/** Fewer messages than this, in the group or in the rest, are not looked at. */
export const FEWEST_IN_GROUP = 20;
/** Fewer breaches are no problem worth an executive's time. */
const FEWEST_BREACHES = 5;
/** The part of findings that may be false. */
export const FALSE_DISCOVERY_RATE = 0.05;
const MOST_PROBLEMS = 3;
/** Two groups tell of the same when they share so large a part of the breaches of the smaller one. */
const SAME_PART = 0.5;

/**
 * The worst problems. Every weekday, part of a day, both together, hour, language and topic of a promise is held against the rest of its messages by
 * Fisher's exact test, every promise as a whole against its objective by the exact binomial test; what is found is corrected for all that was
 * looked at (`findDiscoveries`). Of groups that tell of the same, the one that chance explains least stays; a whole promise is named where no
 * group holds half of its breaches. They are ordered by what mending them would win.
 */
export function findProblems(sources: readonly ProblemSource[]): ProblemSearch {
  const candidates = sources.flatMap((source) => [...listGroups(source), ...listWhole(source)]);
  const found = findDiscoveries(
    candidates.map(({ problem }) => problem.logChance),
    FALSE_DISCOVERY_RATE,
  );
  const worth = candidates.filter(({ problem }, index) => found[index] === true && isWorthTelling(problem));
  const ordered = worth.toSorted((a, b) => Number(isWhole(a)) - Number(isWhole(b)) || a.problem.logChance - b.problem.logChance);
  const kept: Candidate[] = [];
  for (const candidate of ordered) if (!kept.some((other) => tellsTheSame(candidate, other))) kept.push(candidate);
  const problems = kept.map(({ problem }) => problem).sort((a, b) => b.excess - a.excess);
  return { problems: problems.slice(0, MOST_PROBLEMS), looked: candidates.length };
}

interface Candidate {
  readonly problem: Problem;
  readonly source: ProblemSource;
}

const isWhole = ({ problem }: Candidate): boolean => problem.group === undefined;

function listGroups(source: ProblemSource): Candidate[] {
  const { figures } = source;
  const { counts } = figures.judgement;
  const allSize = countDecided(counts);
  return [...groupByTime(source.hours), ...source.groups].flatMap((group): Candidate[] => {
    const { met, breached } = group;
    const size = met + breached;
    const rest = allSize - size;
    if (size < FEWEST_IN_GROUP || rest < FEWEST_IN_GROUP) return [];
    const logChance = logChanceOfMore({ marked: breached, size, allMarked: counts.breached, allSize });
    const excess = breached - (size * (counts.breached - breached)) / rest;
    return [{ source, problem: { figures, group, met, breached, allBreached: counts.breached, excess, logChance } }];
  });
}

function listWhole(source: ProblemSource): Candidate[] {
  const { figures } = source;
  const { counts } = figures.judgement;
  const size = countDecided(counts);
  if (size < FEWEST_IN_GROUP) return [];
  const allowed = 1 - figures.objectivePercent / 100;
  const logChance = logChanceOfBinomial(counts.breached, size, allowed);
  const excess = counts.breached - size * allowed;
  const { met, breached } = counts;
  return [{ source, problem: { figures, group: undefined, met, breached, allBreached: breached, excess, logChance } }];
}

/** What keeps the promise is no problem, however much better the rest does. */
function isWorthTelling({ met, breached, figures }: Problem): boolean {
  return breached >= FEWEST_BREACHES && reachesObjective({ met, breached }, figures.objectivePercent) === false;
}

function tellsTheSame(a: Candidate, b: Candidate): boolean {
  if (a.source !== b.source) return false;
  return countShared(a, b) >= SAME_PART * (isWhole(a) ? a.problem.breached : Math.min(a.problem.breached, b.problem.breached));
}

/** Breaches that both hold; where one is not made of hours it is not known, and they are taken for different things. */
function countShared(a: Candidate, b: Candidate): number {
  if (isWhole(a)) return b.problem.breached;
  const [ours, theirs] = [a.problem.group?.hours, b.problem.group?.hours];
  if (ours === undefined || theirs === undefined) return 0;
  return a.source.hours.reduce((sum, { weekday, hour, met, decided }) => {
    const place = weekday * 24 + hour;
    return ours.has(place) && theirs.has(place) ? sum + decided - met : sum;
  }, 0);
}
