import type { AgreementVersion, Commitment } from '../domain/agreement/agreement.ts';
import { type Forecast, forecastWeeks } from '../domain/forecast/forecast.ts';
import { listWeeks } from '../domain/forecast/hourly-series.ts';
import type { Instant } from '../domain/instant.ts';
import { type Day, getDayClock } from '../domain/tally/day-clock.ts';
import { countOverdue } from '../domain/tally/read-tally.ts';
import { isSameKey, type Tally } from '../domain/tally/tally.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { CompanyReference, Reader } from './reader.ts';
import { readTallies } from './tallies/read-tallies.ts';

/** Older weeks would hardly count any more. */
const MOST_WEEKS = 52;

export interface PromiseForecast {
  readonly version: AgreementVersion;
  readonly commitment: Commitment;
  readonly forecast: Forecast;
  /** The first day that is forecast: the company's today. */
  readonly today: Day;
}

/**
 * Forecasts the promise asked for, or else the one with most messages, for four weeks from today; undefined when nothing is promised. For
 * members only: the caller authorises.
 */
export async function readForecast(
  db: Reader,
  company: CompanyReference,
  commitmentId: string | null,
  now: Instant,
): Promise<PromiseForecast | undefined> {
  const { inForce } = await readAgreementHistory(db, company.id, now);
  if (inForce === undefined) return undefined;
  const { commitments } = inForce.content;
  const today = getDayClock(company.timeZone).dayOf(now);
  const range = { company, commitmentIds: commitments.map(({ id }) => id), fromDay: today - 7 * MOST_WEEKS, toDay: today - 1 };
  const tallies = await readTallies(db, range, now);
  const ownOf = ({ id, channelId, metric }: Commitment) =>
    tallies.filter((tally) => isSameKey(tally, { commitmentId: id, channelId, metric }));
  const busiest = commitments.toSorted((a, b) => countAnswered(ownOf(b)) - countAnswered(ownOf(a)))[0];
  const commitment = commitments.find(({ id }) => id === commitmentId) ?? busiest;
  if (commitment === undefined) return undefined;
  const weeks = listWeeks(ownOf(commitment), today, MOST_WEEKS, (tally) => countOverdue(tally, now));
  return { version: inForce, commitment, forecast: forecastWeeks(weeks), today };
}

const countAnswered = (tallies: readonly Tally[]): number => tallies.reduce((sum, { staffed }) => sum + staffed.length, 0);
