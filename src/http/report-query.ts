import { defaultPeriod, type Period, readPeriod } from '../domain/report/period.ts';

/** What the address of a report asks for; with `problem` it could not be read, and the usual period stands in its place. */
export interface ReportQuery {
  readonly period: Period;
  readonly channelIds: readonly string[];
  readonly problem: string | undefined;
}

const MOST_CHANNELS = 60;

/** Reads `?period=2026-q3`, or `?from=2026-07-03&to=2026-07-20` as the form sends it, and any number of `channel`. */
export function readReportQuery(query: URLSearchParams, timeZone: string, now: number): ReportQuery {
  const channelIds = [...new Set(query.getAll('channel'))].slice(0, MOST_CHANNELS);
  const [from, to] = [query.get('from'), query.get('to')];
  const key = query.get('period') ?? (from === null && to === null ? undefined : `${from ?? ''}..${to ?? ''}`);
  if (key === undefined || key === '') return { period: defaultPeriod(timeZone, now), channelIds, problem: undefined };
  const answer = readPeriod(key, timeZone, now);
  return answer.ok
    ? { period: answer.period, channelIds, problem: undefined }
    : { period: defaultPeriod(timeZone, now), channelIds, problem: answer.problem };
}

/** The address's part that asks for the same report again. */
export function writeReportQuery({ period, channelIds }: Pick<ReportQuery, 'period' | 'channelIds'>): string {
  return new URLSearchParams([['period', period.key], ...channelIds.map((id) => ['channel', id])]).toString();
}

/** The name that a file of a report is saved under: "acme-report-2026-q3.xlsx". @param ending without the dot before it */
export function nameReportFile(slug: string, period: Period, ending: string): string {
  return `${slug}-report-${period.key.toLowerCase().replace('..', '-to-')}.${ending}`;
}
