import type { Instant } from '../../domain/instant.ts';
import { getDayClock } from '../../domain/tally/day-clock.ts';
import type { DayRun } from '../../domain/tally/day-run.ts';
import { type Tally, Tallying } from '../../domain/tally/tally.ts';
import { listTalliedObligations } from '../../store/tallied-obligation.ts';
import type { CompanyReference, Reader } from '../reader.ts';

/** A busy day takes many milliseconds: after so many obligations, about one of them, others get their turn. */
const OBLIGATIONS_AT_ONCE = 5_000;

export interface TalliedRun {
  readonly tallies: Tally[];
  /** The changes that are in them. */
  readonly changeIds: readonly string[];
}

/**
 * Tallies days from their obligations.
 * @param upTo leaves out what happens after it; by default nothing.
 */
export async function tallyRun(db: Reader, company: CompanyReference, run: DayRun, upTo?: Instant): Promise<TalliedRun> {
  const clock = getDayClock(company.timeZone);
  const { obligations, changeIds } = await listTalliedObligations(db, company.id, run, clock);
  const tallying = new Tallying(clock, upTo);
  let added = 0;
  for (const obligation of obligations) {
    tallying.add(obligation);
    added += 1;
    if (added % OBLIGATIONS_AT_ONCE === 0) await new Promise(setImmediate);
  }
  return { tallies: tallying.finish(), changeIds };
}
