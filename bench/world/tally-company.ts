import { findStanding } from '../../src/domain/company/standing.ts';
import { DEFAULT_WINDOW } from '../../src/domain/compliance/window.ts';
import { getDayClock } from '../../src/domain/tally/day-clock.ts';
import { saveStanding } from '../../src/store/company-standing.ts';
import type { Database } from '../../src/store/database.ts';
import { noteRecorded } from '../../src/store/note-recorded.ts';
import { retallyCompany } from '../../src/store/retally-company.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { listMarkedDays, refreshTallies } from '../../src/views/tallies/refresh-tallies.ts';
import { WORLD_CHANNELS } from './channels.ts';
import type { CompanyPlan } from './company-plan.ts';

/** Does what recording and reading would have done with a company's events: its days are tallied, its sources have given signs, it stands somewhere. */
export async function tallyCompany(db: Database, timeZone: string, { scope, since, now }: CompanyPlan): Promise<void> {
  const clock = getDayClock(timeZone);
  const company = { id: scope.companyId, timeZone };
  await db.transaction().execute(async (trx) => {
    await retallyCompany(trx, company.id, clock);
    await noteRecorded(trx, scope, { counts: [], newest: new Map(WORLD_CHANNELS.map(({ kind }) => [kind, now])), signOfLifeAt: now });
  });
  const days = { fromDay: clock.dayOf(since), toDay: clock.dayOf(now) };
  await refreshTallies(db, company.id, await listMarkedDays(db, { company, ...days }));
  await saveStanding(db, company.id, findStanding(await readCompanyFigures(db, company, DEFAULT_WINDOW, now)));
}
