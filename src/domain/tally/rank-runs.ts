import type { Percentile } from '../compliance/percentile.ts';
import { BASIS_POINTS, toBasisPoints } from '../compliance/share.ts';
import { countBelow } from './read-tally.ts';

/**
 * The percentile by nearest rank (see `findNearestRank`) of all runs together, without merging them: a year of days costs as much as a few
 * thousand steps.
 * @param runs seconds, each run ascending. @param unanswered how many more count as infinitely long. @param percent 0 to 100.
 */
export function findRankInRuns(runs: readonly Int32Array[], unanswered: number, percent: number): Percentile {
  const answered = runs.reduce((total, run) => total + run.length, 0);
  const count = answered + unanswered;
  if (count === 0) return undefined;
  const rank = Math.max(1, Math.ceil((toBasisPoints(percent) * count) / BASIS_POINTS));
  return rank > answered ? 'unanswered' : new RankSearch(runs, answered, rank).find();
}

/** So few values are sorted at last. */
const FEW = 512;
/** A guess is made from the runs that stand at so many places. */
const SAMPLES = 31;
/** How far a guess aims beside the rank, as a part of what is left: so that the rank mostly lies on the side that is kept, with little else. */
const ASIDE = 0.02;

/**
 * Narrows each run to where the value at the rank can be. A value is guessed, and what is up to it counted in each run by binary search in
 * what is left of it: then either all of that or all the rest is done with.
 */
class RankSearch {
  readonly #runs: readonly Int32Array[];
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #reached: Int32Array;
  #left: number;
  /** Counted from 1 among what is left. */
  #rank: number;

  constructor(runs: readonly Int32Array[], answered: number, rank: number) {
    this.#runs = runs.filter((run) => run.length > 0);
    this.#from = new Int32Array(this.#runs.length);
    this.#to = Int32Array.from(this.#runs, (run) => run.length);
    this.#reached = new Int32Array(this.#runs.length);
    this.#left = answered;
    this.#rank = rank;
  }

  find(): number {
    let wasSlow = false;
    while (this.#left > FEW) {
      const had = this.#left;
      const bound = wasSlow ? this.#findMiddle() : this.#guess(this.#rank < this.#left / 2 ? ASIDE : -ASIDE);
      this.#cut(bound);
      // Nothing is above the middle of the least and the greatest: they are the same.
      if (wasSlow && this.#left === had) return bound;
      wasSlow = this.#left > had * 0.75;
    }
    return this.#listLeft().sort()[this.#rank - 1] as number;
  }

  /** Keeps what is up to `bound`, or what is above it, whichever holds the rank. */
  #cut(bound: number): void {
    let upTo = 0;
    for (let i = 0; i < this.#runs.length; i++) {
      const from = this.#from[i] as number;
      const reached = countBelow(this.#runs[i] as Int32Array, bound + 1, from, this.#to[i]);
      this.#reached[i] = reached;
      upTo += reached - from;
    }
    if (this.#rank <= upTo) {
      this.#to.set(this.#reached);
      this.#left = upTo;
    } else {
      this.#from.set(this.#reached);
      this.#left -= upTo;
      this.#rank -= upTo;
    }
  }

  /** About the value at the rank, or beside it: the median of what stands there in some of the runs. */
  #guess(aside: number): number {
    const part = Math.min(1, Math.max(0, this.#rank / this.#left + aside));
    const values: number[] = [];
    const step = Math.max(1, Math.floor(this.#runs.length / SAMPLES));
    for (let i = 0; i < this.#runs.length; i += step) {
      const [from, to] = [this.#from[i] as number, this.#to[i] as number];
      if (from < to) values.push((this.#runs[i] as Int32Array)[Math.min(to - 1, from + Math.floor((to - from) * part))] as number);
    }
    return values.length === 0 ? this.#findMiddle() : (values.sort((a, b) => a - b)[values.length >> 1] as number);
  }

  /** Between the least and the greatest that are left: it halves what lies between them, however they are spread. */
  #findMiddle(): number {
    let least = Number.POSITIVE_INFINITY;
    let greatest = Number.NEGATIVE_INFINITY;
    for (const [i, run] of this.#runs.entries()) {
      const [from, to] = [this.#from[i] as number, this.#to[i] as number];
      if (from === to) continue;
      least = Math.min(least, run[from] as number);
      greatest = Math.max(greatest, run[to - 1] as number);
    }
    return least + Math.floor((greatest - least) / 2);
  }

  #listLeft(): Int32Array {
    const values = new Int32Array(this.#left);
    let at = 0;
    for (const [i, run] of this.#runs.entries()) {
      values.set(run.subarray(this.#from[i], this.#to[i]), at);
      at += (this.#to[i] as number) - (this.#from[i] as number);
    }
    return values;
  }
}
