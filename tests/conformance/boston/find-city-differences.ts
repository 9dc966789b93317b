import type { CityFigures } from './city-figures.ts';
import type { BostonFigures } from './measure-boston.ts';

type Counts = Record<string, number>;

/** Compares each count that the oracle names, for all and for each channel that it names; a count that it leaves out is 0. */
export function findCityDifferences(oracle: object, got: Record<string, BostonFigures>): { compared: number; differences: string[] } {
  const differences: string[] = [];
  let compared = 0;
  const compare = (place: string, expected: Counts, measured: CityFigures | undefined): void => {
    for (const [name, value] of Object.entries(measured ?? {})) {
      compared += 1;
      if (value !== (expected[name] ?? 0)) differences.push(`${place} ${name}: expected ${expected[name] ?? 0}, got ${value}`);
    }
    if (measured === undefined) differences.push(`${place}: nothing was counted`);
  };
  for (const [period, figures] of Object.entries(got)) {
    const expected = (oracle as Record<string, { all: Counts; by_source?: Record<string, Counts> }>)[period];
    if (expected === undefined) continue;
    compare(`${period} all`, expected.all, figures.all);
    for (const [name, counts] of Object.entries(expected.by_source ?? {})) compare(`${period} ${name}`, counts, figures.by_source[name]);
  }
  return { compared, differences };
}
