import type { CommitmentFigures } from '../figures/figures.ts';
import type { Instant } from '../instant.ts';
import { listCountedOnce } from '../report/volume.ts';
import { getDayClock } from '../tally/day-clock.ts';
import { countTally } from '../tally/read-tally.ts';
import { isSameKey, type Tally } from '../tally/tally.ts';
import { type Explanation, isAboutChannel } from './explanation.ts';

/** An explanation beside the figures of the days that it is about. */
export interface Explained extends Explanation {
  /** What its channels are called; empty: all. */
  readonly channelNames: readonly string[];
  /** Decided messages of its days and channels among those that the figures count, and those of them for which the promise was broken. */
  readonly decided: number;
  readonly breached: number;
}

/**
 * Counts the messages that arrived on the days that an explanation is about, each once whatever was promised about it. They stay in every
 * figure: an explanation takes none away.
 * @param tallies of the days that the figures count.
 */
export function countExplained(
  explanation: Explanation,
  promises: readonly CommitmentFigures[],
  tallies: readonly Tally[],
  timeZone: string,
  now: Instant,
): Pick<Explained, 'decided' | 'breached'> {
  const clock = getDayClock(timeZone);
  const [first, last] = [clock.dayOf(explanation.fromAt), clock.dayOf(explanation.untilAt - 1)];
  const counted = listCountedOnce(promises.filter(({ channel }) => isAboutChannel(explanation, channel.id)));
  const own = tallies.filter(
    (tally) =>
      tally.day >= first &&
      tally.day <= last &&
      counted.some(({ commitment }) => isSameKey({ ...commitment, commitmentId: commitment.id }, tally)),
  );
  const sums = own.map((tally) => countTally(tally, now));
  const breached = sums.reduce((sum, { breached }) => sum + breached, 0);
  return { breached, decided: sums.reduce((sum, { met }) => sum + met, breached) };
}
