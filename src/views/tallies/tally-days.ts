import type { Instant } from '../../domain/instant.ts';
import { getDayClock } from '../../domain/tally/day-clock.ts';
import type { DayRun } from '../../domain/tally/day-run.ts';
import { type Tally, tallyObligations } from '../../domain/tally/tally.ts';
import { listTalliedObligations } from '../../store/tallied-obligation.ts';
import type { CompanyReference, Reader } from '../reader.ts';

/**
 * Tallies days from their obligations.
 * @param upTo leaves out what happens after it; by default nothing.
 */
export async function tallyRun(db: Reader, company: CompanyReference, run: DayRun, upTo?: Instant): Promise<Tally[]> {
  const clock = getDayClock(company.timeZone);
  const obligations = await listTalliedObligations(db, company.id, run, clock);
  // A busy day takes milliseconds to read and milliseconds to tally: others get their turn in between.
  await new Promise(setImmediate);
  return tallyObligations(obligations, clock, upTo);
}
