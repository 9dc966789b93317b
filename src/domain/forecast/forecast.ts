import { HOURS_OF_WEEK, type Week } from './hourly-series.ts';

/**
 * The forecast of a promise's messages and of the share kept, by hour of the week. The method, in three sentences: a week's messages are the
 * exponentially weighted mean of past weeks' (the level); they spread over the week as they did in past weeks, weighted alike (the profile);
 * the share kept in an hour is what it was in that hour, weighted alike, drawn towards the whole week's where the hour has few messages.
 *
 * It is tried on the past before it is shown: standing at the end of each week from the eighth on it forecasts the next four, and its error is
 * compared with that of the seasonal naive forecast, which repeats the last week. Its intervals are made of those errors.
 * Sources: R. J. Hyndman and G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition 2021, sections 5.2 (seasonal naive), 5.8
 * (errors), 5.10 (rolling origin) and 8.1 (exponential smoothing). W. H. Williams and M. L. Goodman, "A Simple Method for the Construction of Empirical Confidence
 * Limits for Economic Forecasts", Journal of the American Statistical Association 66 (1971), 752–754 (intervals from past errors).
 */

/** Part of the weight that the newest week has; each week before has 1 − this of the next one's. */
const SMOOTHING = 0.25;
export const WEEKS_AHEAD = 4;
/** Standing earlier, too little is known to forecast from. */
const FEWEST_WEEKS_BEFORE = 8;
/** Weeks that a forecast needs: enough to stand at four ends and look four weeks ahead from each. */
export const FEWEST_WEEKS = FEWEST_WEEKS_BEFORE + 2 * WEEKS_AHEAD - 1;
/** The whole week's share counts in each hour as so many messages. */
const DRAWN_TOWARDS = 10;
/** Parts of past errors that are cut off below and above: 8 of 10 lie between. */
const [LOWER_PART, UPPER_PART] = [0.1, 0.9];

/** What is expected, and between what 8 of 10 past errors of this forecast would put it. */
export interface Expected {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** The mean absolute error on the company's own past, of the forecast and of repeating the last week. */
export interface Backtest {
  readonly error: number;
  readonly naiveError: number;
  /** Weeks at whose end it was tried. */
  readonly origins: number;
}

export interface Forecast {
  readonly volume: Tried;
  readonly share: Tried;
}

/** A forecast that beat the naive one, or the finding that it did not. */
export type Tried =
  | { readonly kind: 'shown'; readonly backtest: Backtest; readonly weeks: readonly Expected[]; readonly hours: readonly Expected[] }
  | { readonly kind: 'not-better'; readonly backtest: Backtest }
  | { readonly kind: 'too-short'; readonly weeks: number };

/** Forecasts the next four weeks from whole weeks, oldest first. The same weeks always give the same forecast. */
export function forecastWeeks(weeks: readonly Week[]): Forecast {
  if (weeks.length < FEWEST_WEEKS) {
    const tooShort = { kind: 'too-short', weeks: weeks.length } as const;
    return { volume: tooShort, share: tooShort };
  }
  const volume = tryVolume(weeks);
  return { volume, share: tryShare(weeks) };
}

/** Weights of past weeks, oldest first, that sum to 1. */
function weighWeeks(count: number): number[] {
  const weights = Array.from({ length: count }, (_, index) => (1 - SMOOTHING) ** (count - 1 - index));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** What is expected in each hour of any of the next weeks. With the same weights level and profile come to the weighted mean of each hour. */
export function expectArrivals(weeks: readonly Week[]): Float64Array {
  return meanOfHours(weeks, ({ arrived }) => arrived);
}

function meanOfHours(weeks: readonly Week[], choose: (week: Week) => Float64Array): Float64Array {
  const weights = weighWeeks(weeks.length);
  const mean = new Float64Array(HOURS_OF_WEEK);
  weeks.forEach((week, index) => {
    const hours = choose(week);
    for (let hour = 0; hour < HOURS_OF_WEEK; hour++) mean[hour] = (mean[hour] ?? 0) + (weights[index] ?? 0) * (hours[hour] ?? 0);
  });
  return mean;
}

/** The share kept that is expected in each hour; undefined when nothing was decided. */
export function expectShares(weeks: readonly Week[]): Float64Array | undefined {
  // As many weeks as the weights are worth (L. Kish, "Survey Sampling", Wiley 1965, section 11.7): so many messages stand behind an hour's share.
  const decided = meanOfHours(weeks, (week) => week.decided);
  const met = meanOfHours(weeks, (week) => week.met);
  const effective = 1 / weighWeeks(weeks.length).reduce((sum, weight) => sum + weight * weight, 0);
  const whole = sum(decided);
  if (whole === 0) return undefined;
  const overall = sum(met) / whole;
  return decided.map((count, hour) => (effective * (met[hour] ?? 0) + DRAWN_TOWARDS * overall) / (effective * count + DRAWN_TOWARDS));
}

function tryVolume(weeks: readonly Week[]): Tried {
  const hourErrors: number[] = [];
  const weekErrors: number[] = [];
  let [error, naiveError, compared] = [0, 0, 0];
  forEachTrial(weeks, (known, actual) => {
    const expected = expectArrivals(known);
    const last = known.at(-1) as Week;
    for (let hour = 0; hour < HOURS_OF_WEEK; hour++) {
      const [came, hoped] = [actual.arrived[hour] ?? 0, expected[hour] ?? 0];
      error += Math.abs(came - hoped);
      naiveError += Math.abs(came - (last.arrived[hour] ?? 0));
      compared += 1;
      hourErrors.push((came - hoped) / spreadOfCount(hoped));
    }
    weekErrors.push((sum(actual.arrived) - sum(expected)) / spreadOfCount(sum(expected)));
  });
  const backtest = { error: error / compared, naiveError: naiveError / compared, origins: countOrigins(weeks) };
  if (!(backtest.error < backtest.naiveError)) return { kind: 'not-better', backtest };
  const expected = expectArrivals(weeks);
  const range = findErrorRange(hourErrors);
  const hours = [...expected].map((value) => surround(value, spreadOfCount(value), range));
  const total = sum(expected);
  const week = surround(total, spreadOfCount(total), findErrorRange(weekErrors));
  return { kind: 'shown', backtest, hours, weeks: Array.from({ length: WEEKS_AHEAD }, () => week) };
}

/** How far counts scatter: with the square root of what is expected, as those of independent messages do. */
const spreadOfCount = (expected: number): number => Math.sqrt(expected + 1);

function tryShare(weeks: readonly Week[]): Tried {
  const hourErrors: number[] = [];
  const weekErrors: number[] = [];
  let [error, naiveError, messages] = [0, 0, 0];
  forEachTrial(weeks, (known, actual) => {
    const expected = expectShares(known);
    const last = known.at(-1) as Week;
    const lastWhole = divide(sum(last.met), sum(last.decided)) ?? divideAll(known);
    if (expected === undefined || lastWhole === undefined) return;
    let hoped = 0;
    for (let hour = 0; hour < HOURS_OF_WEEK; hour++) {
      const decided = actual.decided[hour] ?? 0;
      if (decided === 0) continue;
      const [met, share] = [actual.met[hour] ?? 0, expected[hour] ?? 0];
      error += Math.abs(met - share * decided);
      naiveError += Math.abs(met - (divide(last.met[hour] ?? 0, last.decided[hour] ?? 0) ?? lastWhole) * decided);
      messages += decided;
      hoped += share * decided;
      hourErrors.push((met / decided - share) / spreadOfShare(share, decided));
    }
    const decided = sum(actual.decided);
    if (decided > 0) weekErrors.push((sum(actual.met) - hoped) / decided / spreadOfShare(hoped / decided, decided));
  });
  const backtest = {
    error: messages === 0 ? 0 : error / messages,
    naiveError: messages === 0 ? 0 : naiveError / messages,
    origins: countOrigins(weeks),
  };
  const shares = expectShares(weeks);
  if (shares === undefined || !(backtest.error < backtest.naiveError)) return { kind: 'not-better', backtest };
  const range = findErrorRange(hourErrors);
  const arrivals = expectArrivals(weeks);
  const hours = [...shares].map((value, hour) => limit(surround(value, spreadOfShare(value, Math.max(1, arrivals[hour] ?? 0)), range)));
  const total = sum(arrivals);
  const whole =
    total === 0 ? sum(shares) / HOURS_OF_WEEK : shares.reduce((all, share, hour) => all + share * (arrivals[hour] ?? 0), 0) / total;
  const week = limit(surround(whole, spreadOfShare(whole, Math.max(1, total)), findErrorRange(weekErrors)));
  return { kind: 'shown', backtest, hours, weeks: Array.from({ length: WEEKS_AHEAD }, () => week) };
}

/** How far the share of so many messages scatters; a little also where all or none are expected to be kept. */
const spreadOfShare = (share: number, messages: number): number => Math.sqrt((share * (1 - share) + 0.01) / messages);

const limit = ({ value, lower, upper }: Expected): Expected => ({ value, lower, upper: Math.min(1, upper) });

/** Stands at the end of every week from the eighth on and looks at each of the next four that are known. */
function forEachTrial(weeks: readonly Week[], look: (known: readonly Week[], actual: Week) => void): void {
  for (let origin = FEWEST_WEEKS_BEFORE; origin < weeks.length; origin++) {
    const known = weeks.slice(0, origin);
    for (const actual of weeks.slice(origin, origin + WEEKS_AHEAD)) look(known, actual);
  }
}

const countOrigins = (weeks: readonly Week[]): number => weeks.length - FEWEST_WEEKS_BEFORE;

/** Between what 8 of 10 past errors lay, in units of their spread. */
interface ErrorRange {
  readonly lower: number;
  readonly upper: number;
}

function findErrorRange(errors: readonly number[]): ErrorRange {
  const sorted = Float64Array.from(errors).sort();
  const at = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  // A forecast that was always wrong in one direction still lies within its own range.
  return { lower: Math.min(0, at(LOWER_PART)), upper: Math.max(0, at(UPPER_PART)) };
}

/** Puts past errors around a value. Nothing is less than 0. */
function surround(value: number, spread: number, { lower, upper }: ErrorRange): Expected {
  return { value, lower: Math.max(0, value + lower * spread), upper: value + upper * spread };
}

const divide = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole);

function divideAll(weeks: readonly Week[]): number | undefined {
  return divide(
    weeks.reduce((total, { met }) => total + sum(met), 0),
    weeks.reduce((total, { decided }) => total + sum(decided), 0),
  );
}

const sum = (list: Float64Array): number => list.reduce((total, value) => total + value, 0);
