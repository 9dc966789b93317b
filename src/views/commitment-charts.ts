import { listWindowParts } from '../domain/compliance/window.ts';
import type { CommitmentCharts } from '../domain/figures/charts.ts';
import type { CommitmentFigures, CompanyFigures } from '../domain/figures/figures.ts';
import { chartTallies } from '../domain/tally/chart-tallies.ts';
import { isSameKey } from '../domain/tally/tally.ts';
import type { CompanyReference, Reader } from './reader.ts';
import { readTallies } from './tallies/read-tallies.ts';
import { toTallyRange } from './tallies/tally-range.ts';

/** What the charts of one commitment show, in the window of `figures`. */
export async function readCommitmentCharts(
  db: Reader,
  company: CompanyReference,
  figures: CompanyFigures,
  chosen: CommitmentFigures,
): Promise<CommitmentCharts> {
  const { id, channelId, metric, targetSeconds } = chosen.commitment;
  const { window, computedAt } = figures;
  const tallies = await readTallies(db, toTallyRange(company, [id], window), computedAt);
  const own = tallies.filter((tally) => isSameKey(tally, { commitmentId: id, channelId, metric }));
  return chartTallies(own, listWindowParts(window.key, company.timeZone, computedAt), targetSeconds, computedAt);
}
