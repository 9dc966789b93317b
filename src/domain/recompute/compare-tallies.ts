import { type Day, toDate } from '../tally/day-clock.ts';
import { countExcluded, type Tally } from '../tally/tally.ts';
import type { Difference } from './difference.ts';

/** Where days that are stored do not follow from their obligations. Each by commitment, day, version and source. */
export function compareTallies(stored: readonly Tally[], computed: readonly Tally[]): (Difference & { readonly day: Day })[] {
  const before = new Map(stored.map((tally) => [nameTally(tally), tally]));
  const after = new Map(computed.map((tally) => [nameTally(tally), tally]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name): (Difference & { readonly day: Day })[] => {
    const [one, other] = [before.get(name), after.get(name)];
    const known = one ?? other;
    if (known === undefined || (one !== undefined && other !== undefined && isAsGood(one, other))) return [];
    return [
      {
        kind: 'tally-changed',
        day: known.day,
        about: `${known.commitmentId} on ${toDate(known.day)} (version ${known.versionNumber}, source ${known.sourceId})`,
        stored: one === undefined ? '' : describe(one),
        computed: other === undefined ? '' : describe(other),
        reason:
          one === undefined
            ? 'The day was not counted although messages were asked on it.'
            : other === undefined
              ? 'The day was counted although no message was asked on it.'
              : 'The day’s counters do not follow from its messages.',
      },
    ];
  });
}

const nameTally = ({ commitmentId, channelId, metric, versionNumber, sourceId, day }: Tally): string =>
  JSON.stringify([commitmentId, day, channelId, metric, versionNumber, sourceId]);

/** A stored tally may be said to be exact from later on than it is: see `applyChanges`. */
const isAsGood = (stored: Tally, computed: Tally): boolean =>
  writeDown(stored) === writeDown(computed) && stored.settledAt >= computed.settledAt;

/** All else of a tally that readers use, as text. */
function writeDown({ metByHour, lateByHour, waited, staffed, breachAt, breachHour, exclusions }: Tally): string {
  const lists = [metByHour, lateByHour, waited, staffed, breachAt, breachHour].map((list) => list.join(' '));
  return JSON.stringify([lists, exclusions.map(({ reason, late, count }) => [reason, late, count])]);
}

function describe({ metByHour, lateByHour, breachAt, exclusions }: Tally): string {
  const sum = (list: Int32Array) => list.reduce((total, count) => total + count, 0);
  return `${sum(metByHour)} in time, ${sum(lateByHour)} late, ${breachAt.length} without an answer, ${countExcluded(exclusions)} excluded`;
}
