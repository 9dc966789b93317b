/**
 * Exact tests of counts. Everything is worked out in logarithms, so that a chance of one in ten to the thousand is not taken for none: what
 * is asked is often which of two very small chances is the smaller.
 */

/**
 * ln Γ(x) for x > 0 by Stirling's series after moving x above 10, right to about 12 digits.
 * Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 6.1.15 and 6.1.41.
 */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  while (at < 10) {
    shift -= Math.log(at);
    at += 1;
  }
  const square = at * at;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / at;
  return shift + (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series;
}

const logChoose = (of: number, chosen: number): number => logGamma(of + 1) - logGamma(chosen + 1) - logGamma(of - chosen + 1);

/** Terms smaller than the largest by this factor do not change the sum. */
const NEGLIGIBLE = Math.log(1e-18);

/** The logarithm of a sum of terms given by their logarithms, from `from` to `to`; the terms have one summit. */
function logSum(from: number, to: number, logTerm: (index: number) => number): number {
  let largest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let before = Number.NEGATIVE_INFINITY;
  for (let index = from; index <= to; index++) {
    const term = logTerm(index);
    if (term > largest) {
      sum = sum * Math.exp(largest - term) + 1;
      largest = term;
    } else sum += Math.exp(term - largest);
    if (term < before && term - largest < NEGLIGIBLE) break;
    before = term;
  }
  return Math.min(0, largest + Math.log(sum));
}

export interface TwoGroups {
  /** How many of the first group have the mark, of how many. */
  readonly marked: number;
  readonly size: number;
  /** The same of both groups together. */
  readonly allMarked: number;
  readonly allSize: number;
}

/**
 * Fisher's exact test, one-sided: the logarithm of the chance that a group of `size` drawn without looking from all holds `marked` or more.
 * Source: R. A. Fisher, "The Logic of Inductive Inference", Journal of the Royal Statistical Society 98 (1935), 39–82.
 * Example: 3 of 4 where 4 of 8 are marked: 17 of 70, so ln 0.2429 (the lady who tastes tea).
 */
export function logChanceOfMore({ marked, size, allMarked, allSize }: TwoGroups): number {
  const whole = logChoose(allSize, size);
  const most = Math.min(size, allMarked);
  if (marked <= Math.max(0, size + allMarked - allSize)) return 0;
  return logSum(marked, most, (count) => logChoose(allMarked, count) + logChoose(allSize - allMarked, size - count) - whole);
}

/** The same for `marked` or fewer. */
export function logChanceOfFewer({ marked, size, allMarked, allSize }: TwoGroups): number {
  return logChanceOfMore({ marked: size - marked, size, allMarked: allSize - allMarked, allSize });
}

/**
 * The exact binomial test, one-sided: the logarithm of the chance of `count` or more in `size` draws when each succeeds with `chance`.
 * Example: 2 or more of 2 at 0.1: ln 0.01.
 */
export function logChanceOfBinomial(count: number, size: number, chance: number): number {
  if (count <= 0) return 0;
  if (chance <= 0) return Number.NEGATIVE_INFINITY;
  if (chance >= 1) return 0;
  const [yes, no] = [Math.log(chance), Math.log1p(-chance)];
  return logSum(count, size, (hits) => logChoose(size, hits) + hits * yes + (size - hits) * no);
}

/**
 * Which of many tests still mean something when all of them were looked at: the procedure of Benjamini and Yekutieli, which keeps the
 * expected part of false findings among those found below `rate` however the tests depend on each other. Ours do: a Monday morning is
 * part of a Monday.
 * Source: Y. Benjamini and D. Yekutieli, "The Control of the False Discovery Rate in Multiple Testing under Dependency", The Annals of
 * Statistics 29 (2001), 1165–1188, theorem 1.3.
 * @param logChances of each test, as logarithms.
 * @returns for each test whether it is found.
 */
export function findDiscoveries(logChances: readonly number[], rate: number): boolean[] {
  const count = logChances.length;
  const harmonic = logChances.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  const ordered = logChances.toSorted((a, b) => a - b);
  const last = ordered.findLastIndex((logChance, index) => logChance <= Math.log((rate * (index + 1)) / (count * harmonic)));
  const bound = ordered[last];
  return logChances.map((logChance) => bound !== undefined && logChance <= bound);
}
