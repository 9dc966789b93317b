import { formatInstant } from '../../domain/instant.ts';
import { toLocalDate } from '../../domain/local-date.ts';
import { describeAnswer } from '../../domain/report/describe-report.ts';
import type { PeriodReport } from '../../domain/report/period-report.ts';
import { any, date, type ReportTable, text } from './report-table.ts';

/** What changed in the agreement during the period. */
export function listChanges({ versions }: PeriodReport, timeZone: string): ReportTable {
  return {
    key: 'agreement',
    title: 'Agreement',
    columns: [text('Version'), date('In force from'), text('What'), text('Change'), text('Before'), text('After')],
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

/** What the report is about and how to read its figures. */
export function listFacts(report: PeriodReport, company: { name: string; timeZone: string }): ReportTable {
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
