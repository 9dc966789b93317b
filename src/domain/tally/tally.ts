import type { Metric } from '../commitment/metric.ts';
import type { Instant } from '../instant.ts';
import type { Day, DayClock } from './day-clock.ts';

/** What is counted together: a commitment on a channel with a metric. If a version changes one of these, it is another promise. */
export interface CommitmentKey {
  readonly commitmentId: string;
  readonly channelId: string;
  readonly metric: Metric;
}

export function isSameKey(a: CommitmentKey, b: CommitmentKey): boolean {
  return a.commitmentId === b.commitmentId && a.channelId === b.channelId && a.metric === b.metric;
}

/** Excluded obligations that share a reason; `late` when they were breached before they were excluded. */
export interface ExclusionCount {
  readonly reason: string;
  readonly late: boolean;
  readonly count: number;
}

export const countExcluded = (exclusions: readonly ExclusionCount[]): number => exclusions.reduce((sum, { count }) => sum + count, 0);

/** Whose obligations a tally holds: those of a commitment that one version judges and one source reported. */
export interface TallyKey extends CommitmentKey {
  readonly versionNumber: number;
  readonly sourceId: number;
}

/**
 * What a day's obligations come to, so that no reader need look at them one by one again. Exact at any instant from `settledAt` on: those
 * that wait are kept with the instant of their breach, so that a breach by the passing of time needs no writing.
 */
export interface Tally extends TallyKey {
  readonly day: Day;
  /** Answered within the target, and after it, by the hour on the wall at which the message arrived: 24 each. */
  readonly metByHour: Int32Array;
  readonly lateByHour: Int32Array;
  /** Seconds that those answered waited, and the same on the commitment's clock, each ascending. */
  readonly waited: Int32Array;
  readonly staffed: Int32Array;
  /** The last instants at which those without an answer are not breached, ascending (Infinity: never breached), and their hours in that order. */
  readonly breachAt: Float64Array;
  readonly breachHour: Uint8Array;
  readonly exclusions: readonly ExclusionCount[];
  /** The newest instant in any of the obligations. Before it the tally says too much: it holds what is yet to happen. */
  readonly settledAt: Instant;
}

/** What the counters of several days of one key come to: all of a tally that counts and shares are made of. */
export interface TallySum extends TallyKey {
  readonly met: number;
  readonly late: number;
  /** How many without an answer are of days whose waits are all breached already. */
  readonly overdue: number;
  /** As in the tallies, of the other days, one day after the other. */
  readonly breachAt: Float64Array;
  /** How many are excluded, for whatever reason, and how many of them were late before. */
  readonly excluded: number;
  readonly lateExcluded: number;
}

/** The part of an obligation that a tally is made of. */
export interface TalliedObligation extends TallyKey {
  readonly askedAt: Instant;
  readonly breachAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly targetSeconds: number;
  readonly waitedSeconds: number | null;
  readonly staffedSeconds: number | null;
  readonly excludedAt: Instant | null;
  readonly exclusionReason: string | null;
  readonly lateExclusion: boolean;
}

/** What exclusions without a reason are counted by. */
const NO_REASON = 'not given';

/** Collects obligations of one key and day. */
class TallyBuilder {
  readonly #metByHour = new Int32Array(24);
  readonly #lateByHour = new Int32Array(24);
  readonly #waited: number[] = [];
  readonly #staffed: number[] = [];
  readonly #waiting: { breachAt: number; hour: number }[] = [];
  readonly #exclusions = new Map<string, ExclusionCount>();
  #settledAt: Instant = Number.MIN_SAFE_INTEGER;

  /** @param upTo facts after it are left out. */
  add(obligation: TalliedObligation, hour: number, upTo: Instant): void {
    const { askedAt, answeredAt, excludedAt, waitedSeconds, staffedSeconds, targetSeconds } = obligation;
    this.#settledAt = Math.max(this.#settledAt, askedAt, answeredAt ?? askedAt, excludedAt ?? askedAt);
    if (excludedAt !== null && excludedAt <= upTo) {
      this.#exclude(obligation);
    } else if (answeredAt !== null && answeredAt <= upTo && waitedSeconds !== null && staffedSeconds !== null) {
      const byHour = staffedSeconds <= targetSeconds ? this.#metByHour : this.#lateByHour;
      byHour[hour] = (byHour[hour] ?? 0) + 1;
      this.#waited.push(waitedSeconds);
      this.#staffed.push(staffedSeconds);
    } else {
      this.#waiting.push({ breachAt: obligation.breachAt ?? Number.POSITIVE_INFINITY, hour });
    }
  }

  #exclude({ exclusionReason, lateExclusion: late }: TalliedObligation): void {
    const reason = exclusionReason ?? NO_REASON;
    const key = `${late} ${reason}`;
    this.#exclusions.set(key, { reason, late, count: (this.#exclusions.get(key)?.count ?? 0) + 1 });
  }

  build(key: TallyKey, day: Day): Tally {
    const waiting = this.#waiting.sort((a, b) => (a.breachAt < b.breachAt ? -1 : a.breachAt > b.breachAt ? 1 : a.hour - b.hour));
    return {
      commitmentId: key.commitmentId,
      channelId: key.channelId,
      metric: key.metric,
      versionNumber: key.versionNumber,
      sourceId: key.sourceId,
      day,
      metByHour: this.#metByHour,
      lateByHour: this.#lateByHour,
      waited: Int32Array.from(this.#waited).sort(),
      staffed: Int32Array.from(this.#staffed).sort(),
      breachAt: Float64Array.from(waiting, ({ breachAt }) => breachAt),
      breachHour: Uint8Array.from(waiting, ({ hour }) => hour),
      exclusions: [...this.#exclusions.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count),
      settledAt: this.#settledAt,
    };
  }
}

/** Tallies obligations by key and day, in any order. */
export class Tallying {
  readonly #clock: DayClock;
  readonly #upTo: Instant;
  readonly #builders = new Map<string, Building>();
  #last: Building | undefined;

  /** @param upTo leaves out what happens after it; by default nothing. */
  constructor(clock: DayClock, upTo: Instant = Number.POSITIVE_INFINITY) {
    this.#clock = clock;
    this.#upTo = upTo;
  }

  add(obligation: TalliedObligation): void {
    const { askedAt } = obligation;
    if (askedAt > this.#upTo) return;
    const day = this.#clock.dayOf(askedAt);
    // Most are of the same key and day as the one before.
    if (this.#last === undefined || this.#last.day !== day || !isSameTally(this.#last.key, obligation))
      this.#last = findBuilding(this.#builders, obligation, day);
    this.#last.builder.add(obligation, this.#clock.hourOf(askedAt), this.#upTo);
  }

  finish(): Tally[] {
    return [...this.#builders.values()].map(({ builder, key, day }) => builder.build(key, day));
  }
}

/** Tallies all of them at once. */
export function tallyObligations(obligations: Iterable<TalliedObligation>, clock: DayClock, upTo?: Instant): Tally[] {
  const tallying = new Tallying(clock, upTo);
  for (const obligation of obligations) tallying.add(obligation);
  return tallying.finish();
}

interface Building {
  readonly builder: TallyBuilder;
  readonly key: TallyKey;
  readonly day: Day;
}

/** The tally of a day without obligations. */
export const makeEmptyTally = (key: TallyKey, day: Day): Tally => new TallyBuilder().build(key, day);

/** Tells tallies apart. */
export const nameTally = ({ commitmentId, channelId, metric, versionNumber, sourceId }: TallyKey, day: Day): string =>
  `${day} ${versionNumber} ${sourceId} ${metric} ${JSON.stringify([commitmentId, channelId])}`;

function findBuilding(builders: Map<string, Building>, key: TallyKey, day: Day): Building {
  const name = nameTally(key, day);
  const known = builders.get(name);
  if (known !== undefined) return known;
  const begun = { builder: new TallyBuilder(), key, day };
  builders.set(name, begun);
  return begun;
}

export const isSameTally = (a: TallyKey, b: TallyKey): boolean =>
  isSameKey(a, b) && a.versionNumber === b.versionNumber && a.sourceId === b.sourceId;
