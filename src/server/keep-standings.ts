import { findStanding } from '../domain/company/standing.ts';
import { DEFAULT_WINDOW } from '../domain/compliance/window.ts';
import { HOUR_SECONDS } from '../domain/instant.ts';
import type { Services } from '../http/services.ts';
import { findCompanyToCount, listCompaniesToCount, saveStanding } from '../store/company-standing.ts';
import { readCompanyFigures } from '../views/company-figures.ts';
import type { LiveChanges } from './live-changes.ts';
import { repeat } from './repeat.ts';

/** A standing is counted anew after this long even when nothing was heard: time alone breaches and moves windows on. */
const COUNT_AGAIN_SECONDS = 6 * HOUR_SECONDS;
/** Companies counted at most in one go, so that a large installation's counting is spread over the hours. */
const MOST_AT_ONCE = 50;
const PAUSE_MILLISECONDS = 5000;

/**
 * Keeps the standings that the directory is ordered by: of companies that changed within seconds, of all others every six hours. Nothing
 * else reads them; a company's own page counts afresh. Returns the function that stops it.
 */
export function keepStandings({ db, now }: Services, changes: LiveChanges): () => Promise<void> {
  const changed = new Set<number>();
  const unsubscribe = changes.subscribe((company) => {
    if (company !== 'all') changed.add(company);
  });
  const count = async (company: { id: number; timeZone: string }) => {
    await saveStanding(db, company.id, findStanding(await readCompanyFigures(db, company, DEFAULT_WINDOW, now())));
  };
  const work = async (isStopped: () => boolean) => {
    const ids = [...changed].slice(0, MOST_AT_ONCE);
    for (const id of ids) changed.delete(id);
    const asked = await Promise.all(ids.map((id) => findCompanyToCount(db, id)));
    const due = await listCompaniesToCount(db, now() - COUNT_AGAIN_SECONDS, MOST_AT_ONCE);
    for (const company of [...asked, ...due]) {
      if (isStopped()) return;
      if (company !== undefined) await count(company);
    }
  };
  const stop = repeat(PAUSE_MILLISECONDS, work, (error) => console.error('standings:', error instanceof Error ? error.message : error));
  return () => {
    unsubscribe();
    return stop();
  };
}
