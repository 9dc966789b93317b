import type { Counts } from '../../domain/compliance/counts.ts';
import type { CommitmentFigures } from '../../domain/figures/figures.ts';
import type { PeriodReport } from '../../domain/report/period-report.ts';

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

export const text = (heading: string): Column => ({ heading, type: 'text' });
export const count = (heading: string): Column => ({ heading, type: 'count' });
export const share = (heading: string): Column => ({ heading, type: 'share' });
export const any = (heading: string): Column => ({ heading, type: 'any' });
export const date = (heading: string): Column => ({ heading, type: 'date' });

/** Met of decided, cut to hundredths of a per cent as everywhere; null without any. */
export function shareOf({ met, breached }: Pick<Counts, 'met' | 'breached'>): number | null {
  return met + breached === 0 ? null : Math.floor((met * 10_000) / (met + breached)) / 10_000;
}

/** To so many digits after the point; null for nothing. */
export const roundTo = (part: number | undefined, digits: number): number | null =>
  part === undefined ? null : Number(part.toFixed(digits));

/** The promises of the report, with those that ended before. */
export const allOf = ({ promises, former }: PeriodReport): CommitmentFigures[] => [...promises.map(({ figures }) => figures), ...former];
