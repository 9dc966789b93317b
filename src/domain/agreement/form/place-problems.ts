import type { AgreementProblem } from '../find-agreement-problems.ts';
import type { DraftFields } from './draft-fields.ts';
import { listDraftFields } from './read-draft-fields.ts';

/** What is one text in the form and several values in the agreement. */
const SHOWN_AT: readonly (readonly [pattern: RegExp, place: string])[] = [
  [/\.rules\.week$/, '.rules.week.mon'],
  [/(\.rules|\.holidayNames.*)$/, '.rules.holidays'],
];

/**
 * Puts each problem to the field in which it can be mended: that of its path, or the nearest one above. One stays for each field, the
 * first. A problem of a whole list keeps the list's name.
 */
export function placeProblems(problems: readonly AgreementProblem[], fields: DraftFields): AgreementProblem[] {
  const names = listDraftFields(fields);
  const placed = new Map<string, AgreementProblem>();
  for (const { field, message } of problems) {
    const place = findPlace(field, names);
    if (!placed.has(place)) placed.set(place, { field: place, message });
  }
  return [...placed.values()];
}

function findPlace(path: string, names: ReadonlyMap<string, string>): string {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    if (names.has(at)) return at;
    const other = SHOWN_AT.find(([pattern]) => pattern.test(at));
    const place = other === undefined ? '' : at.replace(other[0], other[1]);
    if (names.has(place)) return place;
  }
  return path.split('.')[0] ?? path;
}
