import { CHANNEL_KINDS } from '../agreement/channel-kind.ts';
import { nameMonth } from '../calendar-words.ts';
import type { Judgement } from '../compliance/verdict.ts';
import type { CommitmentFigures } from '../figures/figures.ts';
import { namePromise } from '../report/describe-report.ts';
import { type CommitmentKey, isSameKey } from '../tally/tally.ts';
import { judgePublished } from './keep-published.ts';
import type { PublishedMonth } from './month-figures.ts';

/** A promise month by month, as it was published. */
export interface MonthRow {
  readonly name: string;
  /** In the order of the months; undefined where the promise had no message. */
  readonly cells: readonly ({ readonly judgement: Judgement } | undefined)[];
}

/** Every promise that had messages in any of the months: those of `promises` first, then those that ended before. */
export function tabulateMonths(months: readonly PublishedMonth[], promises: readonly CommitmentFigures[]): MonthRow[] {
  return [...nameGiven(promises), ...nameEnded(months, promises)]
    .map(({ name, key }) => ({
      name,
      cells: months.map((month) => {
        const judgement = judgePublished(month, key);
        return judgement && { judgement };
      }),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== undefined));
}

interface NamedKey {
  readonly name: string;
  readonly key: CommitmentKey;
}

const keyOf = ({ commitment }: CommitmentFigures): CommitmentKey => ({ ...commitment, commitmentId: commitment.id });

const nameGiven = (promises: readonly CommitmentFigures[]): NamedKey[] =>
  promises.map((promise) => ({ name: namePromise(promise, promises), key: keyOf(promise) }));

/** Each as it was last published. */
function nameEnded(months: readonly PublishedMonth[], promises: readonly CommitmentFigures[]): NamedKey[] {
  const ended: NamedKey[] = [];
  for (const { channel, commitmentId, metric, promise } of months.flatMap((month) => month.promises ?? [])) {
    const key = { commitmentId, channelId: channel.id, metric };
    if ([...promises.map(keyOf), ...ended.map((other) => other.key)].some((other) => isSameKey(other, key))) continue;
    ended.push({ name: `${CHANNEL_KINDS[channel.kind]}, no longer promised: ${promise}`, key });
  }
  return ended;
}

/** "October 2026". @param month YYYY-MM */
export const nameYearMonth = (month: string): string => `${nameMonth(Number(month.slice(5)))} ${month.slice(0, 4)}`;
