/** The 97.5 % quantile of the standard normal distribution: 2.5 % are cut off on either side. */
const Z = 1.959963984540054;

/** An interval of shares, from 0 to 1. */
export type Interval95 = { lower: number; upper: number };

/**
 * The Wilson score interval at 95 % for `met` of `decided`, without continuity correction:
 * (p + z²∕2n ± z √(p(1 − p)∕n + z²∕4n²)) ∕ (1 + z²∕n).
 * Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
 * Journal of the American Statistical Association 22 (1927), 209–212.
 * Example: 9 of 10 gives 0.5958 to 0.9821.
 *
 * @returns undefined when nothing is decided.
 * @throws RangeError unless 0 ≤ met ≤ decided.
 */
export function wilsonInterval(met: number, decided: number): Interval95 | undefined {
  if (met < 0 || met > decided) throw new RangeError(`Not a part of ${decided}: ${met}`);
  if (decided === 0) return undefined;
  const share = met / decided;
  const zz = Z * Z;
  const middle = share + zz / (2 * decided);
  const reach = Z * Math.sqrt((share * (1 - share)) / decided + zz / (4 * decided * decided));
  const scale = 1 + zz / decided;
  return {
    // At the ends the formula gives 0 and 1; without the rounding errors of getting there.
    lower: met === 0 ? 0 : (middle - reach) / scale,
    upper: met === decided ? 1 : (middle + reach) / scale,
  };
}
