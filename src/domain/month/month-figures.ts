import { z } from 'zod';
import { METRICS } from '../commitment/metric.ts';
import { instantText } from '../figures/compliance-answer.ts';
import { formatInstant, type Instant } from '../instant.ts';
import type { ComputedBy } from '../rules-version.ts';
import type { StatedInputs, StatedPromise } from '../statement/statement.ts';

const count = z.int().min(0);
const wait = z
  .union([count, z.literal('unanswered'), z.null()])
  .meta({ description: 'Seconds by nearest rank; `unanswered` when the rank lies among those never answered; null without data.' });

/** What a promise came to in a month. The exact counts: a share or an interval follows from them. */
export const monthFigure = z.strictObject({
  commitmentId: z.string(),
  channelId: z.string(),
  metric: z.enum(METRICS),
  heldAgainstPercent: z
    .number()
    .min(0)
    .max(100)
    .meta({ description: 'The objective, averaged by messages where versions had different ones.' }),
  met: count,
  breached: count,
  running: count.meta({ description: 'Still without an answer, and in time, when the month was published.' }),
  excluded: count,
  lateExcluded: count,
  waited: z.strictObject({ median: wait, p90: wait }),
  staffed: z.strictObject({ median: wait, p90: wait }),
});
export type MonthFigure = z.output<typeof monthFigure>;

/** A month as it was published. Its figures never change. */
export interface PublishedMonth extends ComputedBy {
  /** YYYY-MM, in `timeZone`. */
  readonly month: string;
  readonly timeZone: string;
  readonly publishedAt: Instant;
  readonly figures: readonly MonthFigure[];
  /** What a statement says of it; undefined where the month was published before that was kept. */
  readonly promises: readonly StatedPromise[] | undefined;
  /** The events behind it; undefined where nobody was to sign it when it was published. */
  readonly inputs: StatedInputs | undefined;
}

/** The published months of a company as the API gives them. */
export const monthsAnswer = z.strictObject({
  company: z.string(),
  months: z.array(
    z.strictObject({
      month: z.string().meta({ description: 'YYYY-MM, in `timeZone`.' }),
      timeZone: z.string(),
      publishedAt: instantText.meta({ description: 'When the figures were fixed.' }),
      rulesVersion: z.int().meta({ description: 'Version of the rules of measurement that they were computed by.' }),
      timeZoneData: z.string().meta({ description: 'Version of the IANA time zone data that they were computed by.' }),
      figures: z.array(monthFigure),
    }),
  ),
});

export function toMonthsAnswer(company: string, months: readonly PublishedMonth[]): z.output<typeof monthsAnswer> {
  return {
    company,
    months: months.map(({ month, timeZone, publishedAt, rulesVersion, timeZoneData, figures }) => ({
      month,
      timeZone,
      publishedAt: formatInstant(publishedAt),
      rulesVersion,
      timeZoneData,
      figures: [...figures],
    })),
  };
}

/** What each promise with messages came to, in order of channel, promise and metric. */
export function toMonthFigures(promises: readonly StatedPromise[]): MonthFigure[] {
  return promises
    .filter(({ met, breached, running, excluded }) => met + breached + running + excluded > 0)
    .map(({ channel, commitmentId, metric, objectivePercent, met, breached, running, excluded, lateExcluded, waited, staffed }) => {
      const counts = { met, breached, running, excluded, lateExcluded };
      return { commitmentId, channelId: channel.id, metric, heldAgainstPercent: objectivePercent, ...counts, waited, staffed };
    })
    .sort((a, b) => (nameFigure(a) < nameFigure(b) ? -1 : 1));
}

const nameFigure = ({ channelId, commitmentId, metric }: MonthFigure): string => JSON.stringify([channelId, commitmentId, metric]);

/** A published figure that the events of today would not come to. */
export interface MonthDifference {
  readonly month: string;
  readonly about: string;
  readonly published: string;
  readonly now: string;
  readonly reason: string;
}

/** Where a published month is not what it would be if it were counted now. It is kept all the same. */
export function compareMonth(published: PublishedMonth, figures: readonly MonthFigure[], present: ComputedBy): MonthDifference[] {
  const before = new Map(published.figures.map((figure) => [nameFigure(figure), figure]));
  const after = new Map(figures.map((figure) => [nameFigure(figure), figure]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const [one, other] = [describeFigure(before.get(name)), describeFigure(after.get(name))];
    const known = before.get(name) ?? after.get(name);
    if (one === other || known === undefined) return [];
    return [{ month: published.month, about: known.commitmentId, published: one, now: other, reason: explain(published, present) }];
  });
}

function explain(published: ComputedBy, present: ComputedBy): string {
  if (published.rulesVersion !== present.rulesVersion)
    return `Published by version ${published.rulesVersion} of the rules; today’s is ${present.rulesVersion}.`;
  if (published.timeZoneData !== present.timeZoneData)
    return `Published with time zone data ${published.timeZoneData}; today’s are ${present.timeZoneData}.`;
  return 'Waits that still ran have ended, or events were recorded or left out since.';
}

function describeFigure(figure: MonthFigure | undefined): string {
  if (figure === undefined) return 'nothing';
  const { met, breached, running, excluded, waited, staffed } = figure;
  const counts = `${met} met, ${breached} breached, ${running} running, ${excluded} excluded`;
  return `${counts}, waited ${waited.median ?? '–'} / ${waited.p90 ?? '–'} s, on the clock ${staffed.median ?? '–'} / ${staffed.p90 ?? '–'} s`;
}
