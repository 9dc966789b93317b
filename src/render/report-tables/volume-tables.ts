import type { PeriodReport } from '../../domain/report/period-report.ts';
import { count, date, type ReportTable, text } from './report-table.ts';

/** What came in, what was closed and what was left, over the period. */
export function listVolume({ volume, parts }: PeriodReport): ReportTable {
  return {
    key: 'volume',
    title: 'Volume',
    columns: [date('From'), count('Received'), count('Closed'), count('Open at the end')],
    rows: volume.points.map(({ received, closed, open }, index) => [parts[index]?.date ?? null, received, closed, open]),
  };
}

export function listChannels({ volume }: PeriodReport): ReportTable {
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
