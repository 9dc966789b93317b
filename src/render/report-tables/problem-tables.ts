import { CAUSE_NAMES } from '../../domain/breach/cause.ts';
import { formatInstant } from '../../domain/instant.ts';
import { describeProblemCauses } from '../../domain/report/breach-causes.ts';
import { nameProblem, namePromise } from '../../domain/report/describe-report.ts';
import type { PeriodReport } from '../../domain/report/period-report.ts';
import { allOf, count, type ReportTable, share, shareOf, text } from './report-table.ts';

/** Where promises are broken more often than elsewhere. */
export function listProblems(report: PeriodReport): ReportTable {
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
export function listCauses(report: PeriodReport): ReportTable {
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

/** What the company says about its breaches; a withdrawn one has lost its words. */
export function listExplanations({ explanations }: PeriodReport): ReportTable {
  const instantOf = (at: number | null) => (at === null ? null : formatInstant(at));
  return {
    key: 'explanations',
    title: 'Explanations',
    columns: [
      text('From'),
      text('Until'),
      text('Channels'),
      text('In the words of the company'),
      count('Broken in that time'),
      count('Decided in that time'),
      text('Published'),
      text('Changed'),
      text('Withdrawn'),
    ],
    rows: explanations.map(({ fromAt, untilAt, channelNames, text: words, breached, decided, publishedAt, editedAt, withdrawnAt }) => [
      formatInstant(fromAt),
      formatInstant(untilAt),
      channelNames.length === 0 ? 'all' : channelNames.join(', '),
      words,
      breached,
      decided,
      formatInstant(publishedAt),
      instantOf(editedAt),
      instantOf(withdrawnAt),
    ]),
  };
}
