import { formatCount } from '../count-text.ts';
import { countMessages } from '../figures/figure-words.ts';
import type { PeriodReport } from './period-report.ts';

/** Messages of all channels together. */
export function sumChannels({ volume }: Pick<PeriodReport, 'volume'>): { received: number; open: number; overdue: number } {
  const sum = (of: 'received' | 'open' | 'overdue') => volume.channels.reduce((total, channel) => total + channel[of], 0);
  return { received: sum('received'), open: sum('open'), overdue: sum('overdue') };
}

/** How many messages there were against the days before and a year before, and how many were left open: two sentences. */
export function describeVolume(report: Pick<PeriodReport, 'volume' | 'before' | 'yearBefore'>): string[] {
  const { received, open, overdue } = sumChannels(report);
  const { volume, before, yearBefore } = report;
  const against = `${compare(received, volume.receivedBefore, before.name)}${compare(received, volume.receivedYearBefore, yearBefore.name)}`;
  return [`${countMessages(received)} asked for an answer${against}.`, describeOpen(open, overdue)];
}

function compare(received: number, earlier: number, name: string): string {
  if (earlier === 0) return '';
  const percent = Math.round(((received - earlier) * 100) / earlier);
  const words = percent === 0 ? 'as many as' : `${Math.abs(percent)}\u00a0% ${percent < 0 ? 'fewer than' : 'more than'}`;
  return `, ${words} ${name}`;
}

function describeOpen(open: number, overdue: number): string {
  if (open === 0) return 'None was left open.';
  const late = overdue === 0 ? 'none' : formatCount(overdue);
  return `${formatCount(open)} ${open === 1 ? 'was' : 'were'} open at the end, ${late} of them past ${overdue === 1 ? 'its' : 'their'} time.`;
}
