import type { DayClock } from './day-clock.ts';
import type { CommitmentDay } from './day-run.ts';
import { countBelow } from './read-tally.ts';
import { type ExclusionCount, makeEmptyTally, nameTally, type TalliedObligation, type Tally, tallyObligations } from './tally.ts';

/** A tally by which a day has grown (1) or shrunk (-1) since its own was stored. */
export interface TallyChange extends Tally {
  readonly sign: 1 | -1;
}

/** What days have come to know by obligations that are new or say something else (`added`), and by those that they replace or that are gone. */
export function tallyChanges(added: readonly TalliedObligation[], gone: readonly TalliedObligation[], clock: DayClock): TallyChange[] {
  const toChanges = (obligations: readonly TalliedObligation[], sign: 1 | -1) =>
    tallyObligations(obligations, clock).map((tally) => ({ ...tally, sign }));
  return [...toChanges(added, 1), ...toChanges(gone, -1)];
}

export interface ChangedTallies {
  readonly tallies: Tally[];
  /** The days from which something was to be taken that is not there: they must be tallied anew. */
  readonly unfit: CommitmentDay[];
}

/**
 * Tallies with the changes of their days, in any order: what tallying the days anew would give, except that `settledAt` may be later, where
 * the newest instant was in what is gone.
 */
export function applyChanges(tallies: readonly Tally[], changes: readonly TallyChange[]): ChangedTallies {
  const days = new Set(changes.map(({ day }) => day));
  const waiting = Map.groupBy(changes, nameChanged);
  const changed: ChangedTallies = { tallies: [], unfit: [] };
  const add = (base: Tally, own: readonly TallyChange[]) => {
    const sum = applyTo(base, own);
    if (sum === undefined) changed.unfit.push({ commitmentId: base.commitmentId, day: base.day });
    else if (!isEmpty(sum)) changed.tallies.push(sum);
  };
  for (const tally of tallies) {
    const name = days.has(tally.day) ? nameChanged(tally) : undefined;
    const own = name === undefined ? undefined : waiting.get(name);
    if (own === undefined) changed.tallies.push(tally);
    else add(tally, own);
    if (name !== undefined) waiting.delete(name);
  }
  for (const own of waiting.values()) {
    const [first] = own as [TallyChange];
    add(makeEmptyTally(first, first.day), own);
  }
  return changed;
}

const nameChanged = (tally: Tally): string => nameTally(tally, tally.day);

const isEmpty = ({ metByHour, lateByHour, breachAt, exclusions }: Tally): boolean =>
  breachAt.length === 0 && exclusions.length === 0 && [...metByHour, ...lateByHour].every((count) => count === 0);

/** Undefined where something is to be taken away that is not there. */
function applyTo(base: Tally, own: readonly TallyChange[]): Tally | undefined {
  const [plus, minus] = [own.filter(({ sign }) => sign === 1), own.filter(({ sign }) => sign === -1)];
  const list = (read: (tally: Tally) => Ascending) => changeSorted(read(base), plus.map(read), minus.map(read));
  const [waited, staffed] = [list(({ waited }) => waited), list(({ staffed }) => staffed)];
  const waits = list(toWaits);
  const metByHour = changeHours(base.metByHour, own, ({ metByHour }) => metByHour);
  const lateByHour = changeHours(base.lateByHour, own, ({ lateByHour }) => lateByHour);
  const exclusions = changeExclusions(base.exclusions, own);
  if (!waited || !staffed || !waits || !metByHour || !lateByHour || !exclusions) return undefined;
  return {
    ...base,
    ...{ metByHour, lateByHour, waited: new Int32Array(waited), staffed: new Int32Array(staffed), exclusions },
    ...fromWaits(waits),
    settledAt: Math.max(base.settledAt, ...plus.map(({ settledAt }) => settledAt)),
  };
}

/**
 * An ascending list with ascending lists added to it and taken from it; undefined where one of those is not in it. What lies between the changes
 * is copied as it is: a busy day has a hundred thousand seconds, and few of them change.
 */
function changeSorted(base: Ascending, added: readonly Ascending[], gone: readonly Ascending[]): Float64Array | undefined {
  const { plus, minus } = cancel(sortTogether(added), sortTogether(gone));
  const changed = new Float64Array(base.length + plus.length);
  let [read, written] = [0, 0];
  const copyUpTo = (end: number) => {
    changed.set(base.subarray(read, end), written);
    [read, written] = [end, written + end - read];
  };
  for (const { value, isGone } of mergeSteps(plus, minus)) {
    copyUpTo(Math.max(read, countBelow(base, value)));
    if (!isGone) changed[written++] = value;
    else if (base[read++] !== value) return undefined;
  }
  copyUpTo(base.length);
  return changed.subarray(0, written);
}

type Ascending = Int32Array | Float64Array;

const sortTogether = (lists: readonly Ascending[]): number[] => lists.flatMap((list) => [...list]).sort((a, b) => a - b);

/** Two ascending lists without what is in both. */
function cancel(plus: readonly number[], minus: readonly number[]): { plus: number[]; minus: number[] } {
  const left = { plus: [] as number[], minus: [] as number[] };
  let other = 0;
  for (const value of plus) {
    for (; other < minus.length && (minus[other] as number) < value; other++) left.minus.push(minus[other] as number);
    if (minus[other] === value) other += 1;
    else left.plus.push(value);
  }
  left.minus.push(...minus.slice(other));
  return left;
}

const mergeSteps = (plus: readonly number[], minus: readonly number[]): { value: number; isGone: boolean }[] =>
  [...plus.map((value) => ({ value, isGone: false })), ...minus.map((value) => ({ value, isGone: true }))].sort(
    (a, b) => a.value - b.value,
  );

const HOURS = 24;
/** Later than any breach, and still exact when hours are counted along. */
const NEVER = 2 ** 45;

/** Those without an answer, each with its hour, as numbers in the same order. */
const toWaits = ({ breachAt, breachHour }: Tally): Float64Array =>
  breachAt.map((at, index) => (at === Number.POSITIVE_INFINITY ? NEVER : at) * HOURS + (breachHour[index] ?? 0));

function fromWaits(waits: Float64Array): Pick<Tally, 'breachAt' | 'breachHour'> {
  const breachAt = waits.map((wait) => Math.floor(wait / HOURS));
  return {
    breachHour: Uint8Array.from(waits, (wait, index) => wait - (breachAt[index] as number) * HOURS),
    breachAt: breachAt.map((at) => (at === NEVER ? Number.POSITIVE_INFINITY : at)),
  };
}

function changeHours(base: Int32Array, own: readonly TallyChange[], read: (tally: Tally) => Int32Array): Int32Array | undefined {
  const changed = base.map((count, hour) => own.reduce((sum, change) => sum + change.sign * (read(change)[hour] ?? 0), count));
  return changed.every((count) => count >= 0) ? changed : undefined;
}

function changeExclusions(base: readonly ExclusionCount[], own: readonly TallyChange[]): ExclusionCount[] | undefined {
  const changed = new Map<string, ExclusionCount>();
  const add = ({ reason, late, count }: ExclusionCount, sign: number) => {
    const name = `${late} ${reason}`;
    changed.set(name, { reason, late, count: (changed.get(name)?.count ?? 0) + sign * count });
  };
  for (const exclusion of base) add(exclusion, 1);
  for (const { exclusions, sign } of own) for (const exclusion of exclusions) add(exclusion, sign);
  const counts = [...changed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, exclusion]) => exclusion);
  return counts.every(({ count }) => count >= 0) ? counts.filter(({ count }) => count > 0) : undefined;
}
