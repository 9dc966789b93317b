import { toBasisPoints } from './share.ts';

const POINTS_PER_PERCENT = 100;

/**
 * The average of objectives, each weighted by how many obligations it judged; undefined without any. Worked out in whole numbers and rounded
 * up to a hundredth of a per cent, so that rounding never helps the company: 90 for 1 and 95 for 2 is 93.34.
 * @param weights obligations by objective in per cent.
 */
export function averageObjective(weights: ReadonlyMap<number, number>): number | undefined {
  let points = 0;
  let total = 0;
  for (const [objective, weight] of weights) {
    points += toBasisPoints(objective) * weight;
    total += weight;
  }
  return total === 0 ? undefined : Math.ceil(points / total) / POINTS_PER_PERCENT;
}
