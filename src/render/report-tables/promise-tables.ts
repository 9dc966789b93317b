import { nameChannel } from '../../domain/agreement/channel-kind.ts';
import { countDecided } from '../../domain/compliance/counts.ts';
import type { Percentile } from '../../domain/compliance/percentile.ts';
import { VERDICT_WORDS } from '../../domain/compliance/verdict-words.ts';
import { namePromise } from '../../domain/report/describe-report.ts';
import type { Comparison, PeriodReport } from '../../domain/report/period-report.ts';
import { allOf, any, count, date, type ReportTable, roundTo, share, shareOf, text } from './report-table.ts';

const waitOf = (percentile: Percentile): string | number | null => (percentile === 'unanswered' ? 'not answered' : (percentile ?? null));

/** Each promise with its verdict, what that rests on, and the periods it is compared with; then those that ended. */
export function listPromises({ promises, former, before, yearBefore }: PeriodReport): ReportTable {
  const ended = former.map((figures) => ({ figures, before: undefined, yearBefore: undefined }));
  const compared = (comparison: Comparison | undefined) =>
    comparison === undefined
      ? [null, null, null, null]
      : [
          shareOf(comparison.counts),
          countDecided(comparison.counts),
          roundTo(comparison.change?.difference, 4),
          comparison.change?.trend ?? null,
        ];
  return {
    key: 'promises',
    title: 'Promises',
    columns: [
      text('Channel'),
      text('Promise'),
      text('Verdict'),
      share('Objective'),
      share('Share kept'),
      share('Interval from'),
      share('Interval to'),
      count('Kept'),
      count('Broken'),
      count('Waiting'),
      count('Left out'),
      count('Left out late'),
      share('Share with late exclusions as broken'),
      ...[before.name, yearBefore.name].flatMap((name) => [
        share(`Share in ${name}`),
        count(`Decided in ${name}`),
        share(`Change from ${name}`),
        text(`Trend from ${name}`),
      ]),
      any('Half within, seconds of the clock'),
      any('9 of 10 within, seconds of the clock'),
      any('Half within, seconds for the customer'),
      any('9 of 10 within, seconds for the customer'),
      text('Ended with version'),
    ],
    rows: [...promises, ...ended].map(({ figures, ...other }) => {
      const { counts, interval, verdict, withLateExclusions: late } = figures.judgement;
      return [
        nameChannel(figures.channel),
        figures.sentence,
        VERDICT_WORDS[verdict],
        roundTo(figures.objectivePercent / 100, 4),
        shareOf(counts),
        roundTo(interval?.lower, 4),
        roundTo(interval?.upper, 4),
        counts.met,
        counts.breached,
        counts.running,
        counts.excluded,
        counts.lateExcluded,
        late === undefined ? null : shareOf(late.counts),
        ...compared(other.before),
        ...compared(other.yearBefore),
        waitOf(figures.staffed.median),
        waitOf(figures.staffed.p90),
        waitOf(figures.waited.median),
        waitOf(figures.waited.p90),
        figures.endedWithVersion === undefined ? null : String(figures.endedWithVersion),
      ];
    }),
  };
}

export function listShares(report: PeriodReport): ReportTable {
  const all = allOf(report);
  return {
    key: 'shares',
    title: 'Share over time',
    columns: [date('From'), text('Promise'), share('Share kept'), count('Kept'), count('Decided')],
    rows: report.promises.flatMap(({ figures, points }) =>
      points.map(({ date, met, decided }) => [date, namePromise(figures, all), shareOf({ met, breached: decided - met }), met, decided]),
    ),
  };
}

export function listTreatment(report: PeriodReport): ReportTable {
  return {
    key: 'treatment',
    title: 'Equal treatment',
    columns: [text('Promise'), text('Followers'), share('Share kept'), count('Kept'), count('Broken'), text('Against the others')],
    rows: report.treatment.flatMap(({ figures, bands }) =>
      bands.map(({ band, met, breached, treated }) => [
        namePromise(figures, allOf(report)),
        band,
        shareOf({ met, breached }),
        met,
        breached,
        treated === 'few' ? 'too few to tell' : treated,
      ]),
    ),
  };
}
