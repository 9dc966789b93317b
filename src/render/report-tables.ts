import { nameChannel } from '../domain/agreement/channel-kind.ts';
import { CAUSE_NAMES } from '../domain/breach/cause.ts';
import { type Counts, countDecided } from '../domain/compliance/counts.ts';
import type { Percentile } from '../domain/compliance/percentile.ts';
import { VERDICT_WORDS } from '../domain/compliance/verdict-words.ts';
import type { CommitmentFigures } from '../domain/figures/figures.ts';
import { formatInstant } from '../domain/instant.ts';
import { toLocalDate } from '../domain/local-date.ts';
import { describeProblemCauses } from '../domain/report/breach-causes.ts';
import { describeAnswer, nameProblem, namePromise } from '../domain/report/describe-report.ts';
import type { Comparison, PeriodReport } from '../domain/report/period-report.ts';

/** How a column is read: `share` is a part of one, shown in per cent; `date` is YYYY-MM-DD; `any` holds numbers and words. */
export type ColumnType = 'text' | 'count' | 'share' | 'date' | 'any';

export interface Column {
  readonly heading: string;
  readonly type: ColumnType;
}

/** A table of a report, for people who go on reckoning with it. */
export interface ReportTable {
  /** Part of the address of its file. */
  readonly key: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Every table of a report, with the figures as they stand on its page. */
export function listReportTables(report: PeriodReport, company: { name: string; timeZone: string }): ReportTable[] {
  return [
    listPromises(report),
    listShares(report),
    listProblems(report),
    listCauses(report),
    listVolume(report),
    listChannels(report),
    listTreatment(report),
    listChanges(report, company.timeZone),
    listFacts(report, company),
  ];
}

const text = (heading: string): Column => ({ heading, type: 'text' });
const count = (heading: string): Column => ({ heading, type: 'count' });
const share = (heading: string): Column => ({ heading, type: 'share' });
const any = (heading: string): Column => ({ heading, type: 'any' });

/** Met of decided, cut to hundredths of a per cent as everywhere; null without any. */
function shareOf({ met, breached }: Pick<Counts, 'met' | 'breached'>): number | null {
  return met + breached === 0 ? null : Math.floor((met * 10_000) / (met + breached)) / 10_000;
}

const waitOf = (percentile: Percentile): string | number | null => (percentile === 'unanswered' ? 'not answered' : (percentile ?? null));

const roundTo = (part: number | undefined, digits: number): number | null => (part === undefined ? null : Number(part.toFixed(digits)));

function listPromises({ promises, former, before, yearBefore }: PeriodReport): ReportTable {
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

const allOf = ({ promises, former }: PeriodReport): CommitmentFigures[] => [...promises.map(({ figures }) => figures), ...former];

function listShares(report: PeriodReport): ReportTable {
  const all = allOf(report);
  return {
    key: 'shares',
    title: 'Share over time',
    columns: [{ heading: 'From', type: 'date' }, text('Promise'), share('Share kept'), count('Kept'), count('Decided')],
    rows: report.promises.flatMap(({ figures, points }) =>
      points.map(({ date, met, decided }) => [date, namePromise(figures, all), shareOf({ met, breached: decided - met }), met, decided]),
    ),
  };
}

function listProblems(report: PeriodReport): ReportTable {
  return {
    key: 'problems',
    title: 'Problems',
    columns: [
      text('Where'),
      share('Share kept'),
      count('Kept'),
      count('Broken'),
      count('Broken of the whole promise'),
      count('Broken more than expected'),
      text('Known causes'),
    ],
    rows: report.search.problems.map((problem) => [
      nameProblem(problem, allOf(report)),
      shareOf(problem),
      problem.met,
      problem.breached,
      problem.allBreached,
      Math.round(problem.excess),
      describeProblemCauses(problem) ?? '',
    ]),
  };
}

/** A row for each cause and promise; together they are all breaches. */
function listCauses(report: PeriodReport): ReportTable {
  const { causes, unknown } = report.causes;
  return {
    key: 'causes',
    title: 'Causes',
    columns: [text('Cause'), text('Promise'), count('Broken'), count('Broken of the whole promise')],
    rows: [...causes, unknown].flatMap(({ cause, promises }) =>
      promises.map(({ figures, breached }) => [
        cause === undefined ? 'not said' : CAUSE_NAMES[cause],
        namePromise(figures, allOf(report)),
        breached,
        figures.judgement.counts.breached,
      ]),
    ),
  };
}

function listVolume({ volume, parts }: PeriodReport): ReportTable {
  return {
    key: 'volume',
    title: 'Volume',
    columns: [{ heading: 'From', type: 'date' }, count('Received'), count('Closed'), count('Open at the end')],
    rows: volume.points.map(({ received, closed, open }, index) => [parts[index]?.date ?? null, received, closed, open]),
  };
}

function listChannels({ volume }: PeriodReport): ReportTable {
  return {
    key: 'channels',
    title: 'Channels',
    columns: [
      text('Channel'),
      count('Open before'),
      count('Received'),
      count('Closed'),
      count('Open at the end'),
      count('Past their time'),
    ],
    rows: volume.channels.map(({ name, openBefore, received, closed, open, overdue }) => [
      name,
      openBefore,
      received,
      closed,
      open,
      overdue,
    ]),
  };
}

function listTreatment(report: PeriodReport): ReportTable {
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

function listChanges({ versions }: PeriodReport, timeZone: string): ReportTable {
  return {
    key: 'agreement',
    title: 'Agreement',
    columns: [text('Version'), { heading: 'In force from', type: 'date' }, text('What'), text('Change'), text('Before'), text('After')],
    rows: versions.flatMap(({ number, effectiveAt, changes }) => {
      const head = [String(number), toLocalDate(effectiveAt, timeZone)];
      if (changes === undefined) return [[...head, 'The first agreement', 'added', '', '']];
      return changes.flatMap(({ subject, kind, details }) =>
        details.map((detail) =>
          'before' in detail
            ? [...head, `${subject}: ${detail.label}`, kind, detail.before, detail.after]
            : [...head, `${subject}: ${detail.label}`, kind, joinLines(detail.lines, 'removed'), joinLines(detail.lines, 'added')],
        ),
      );
    }),
  };
}

const joinLines = (lines: readonly { kind: string; text: string }[], kind: string): string =>
  lines
    .filter((line) => line.kind === kind)
    .map((line) => line.text)
    .join('\n');

function listFacts(report: PeriodReport, company: { name: string; timeZone: string }): ReportTable {
  const { period, computedAt, channels, channelIds, search } = report;
  const chosen = channels.filter(({ id }) => channelIds.includes(id)).map(({ name }) => name);
  return {
    key: 'about',
    title: 'About',
    columns: [text('What'), any('Value')],
    rows: [
      ['Company', company.name],
      ['Answer', describeAnswer(report, company.name)],
      ['First day', period.firstDate],
      ['Last day', period.lastDate],
      ['Time zone', company.timeZone],
      ['Channels', chosen.length === 0 ? 'all' : chosen.join(', ')],
      ['Counted at', formatInstant(computedAt)],
      ['Shares', 'kept of decided, cut to hundredths of a per cent, never rounded up'],
      ['Intervals', 'Wilson, 95 %'],
      ['Groups looked at for problems', search.looked],
    ],
  };
}
