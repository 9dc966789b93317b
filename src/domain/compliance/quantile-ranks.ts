import { BASIS_POINTS, toBasisPoints } from './share.ts';

/** Ranks, counted from 1, of the values between which a quantile lies. */
export interface QuantileRanks {
  /** 0: there are too few values to say that it is not below all of them. */
  readonly lower: number;
  /** One more than there are values: too few to say that it is not above all of them. */
  readonly upper: number;
}

/** What is cut off on either side of an interval of at least 95 %. */
const TAIL = 0.025;
/** Probabilities less than this part of the greatest change no sum that a double can hold. */
const NEGLIGIBLE = 1e-18;

/**
 * The ranks of the order statistics that hold the quantile `percent` of what `count` independent values were drawn from with at least 95 %
 * probability, whatever their distribution: how many of them lie at or below it is binomial, so `lower` is the greatest rank l with
 * P(B < l) ≤ 2.5 % and `upper` the least rank u with P(B ≥ u) ≤ 2.5 %, B ~ Bin(count, percent). Exact, without a normal approximation.
 * Source: H. A. David and H. N. Nagaraja, "Order Statistics", 3rd edition, Wiley 2003, section 7.1.
 * Example: the median of 10 lies between ranks 2 and 9, with 97.9 %.
 *
 * @param percent more than 0, at most 100, at most two decimals.
 */
export function findQuantileRanks(count: number, percent: number): QuantileRanks {
  const part = toBasisPoints(percent) / BASIS_POINTS;
  if (part === 1) return { lower: count, upper: count + 1 };
  const { from, weights } = weighBinomial(count, part);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { lower: from + countTail(weights, total), upper: from + weights.length - countTail(weights.toReversed(), total) };
}

/** The probabilities of Bin(count, part) that matter, as parts of the greatest: outward from the mode, each from its neighbour. */
function weighBinomial(count: number, part: number): { from: number; weights: number[] } {
  const odds = part / (1 - part);
  const mode = Math.min(count, Math.floor((count + 1) * part));
  const below: number[] = [];
  for (let k = mode, weight = 1; k > 0; k--) {
    weight *= k / ((count - k + 1) * odds);
    if (weight < NEGLIGIBLE) break;
    below.push(weight);
  }
  const above: number[] = [];
  for (let k = mode, weight = 1; k < count; k++) {
    weight *= ((count - k) * odds) / (k + 1);
    if (weight < NEGLIGIBLE) break;
    above.push(weight);
  }
  return { from: mode - below.length, weights: [...below.toReversed(), 1, ...above] };
}

/** How many of the first weights come to no more than a tail together. */
function countTail(weights: readonly number[], total: number): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += (weights[index] as number) / total;
    if (sum > TAIL) return index;
  }
  return weights.length;
}
