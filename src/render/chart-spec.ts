import { abbreviateMonth } from '../domain/calendar-words.ts';
import type { Interval95 } from '../domain/compliance/wilson.ts';
import type { WindowKey } from '../domain/compliance/window.ts';
import { type DurationClock, formatDuration } from '../domain/duration-text.ts';
import type { SharePoint, WaitBar } from '../domain/figures/charts.ts';

/** What a chart draws, as plain JSON for the browser. The table beside it has the same labels. */
export type ChartSpec = ShareSpec | WaitSpec;

export interface ShareSpec {
  readonly kind: 'share';
  readonly labels: readonly string[];
  /** Per cent, one decimal, cut and never rounded up; null without data. */
  readonly shares: readonly (number | null)[];
  /** The 95 % interval of each share in per cent, cut and rounded up to one decimal. */
  readonly lowers: readonly (number | null)[];
  readonly uppers: readonly (number | null)[];
  readonly messages: readonly number[];
  readonly objectivePercent: number;
}

export interface WaitSpec {
  readonly kind: 'waits';
  readonly labels: readonly string[];
  readonly messages: readonly number[];
  readonly kinds: readonly WaitBar['kind'][];
  /** How the target reads: the label of the last bar within it. */
  readonly target: string;
}

/** The share kept over time against the objective. */
export function specifyShares(points: readonly SharePoint[], objectivePercent: number, window: WindowKey): ShareSpec {
  return {
    kind: 'share',
    labels: points.map(({ date }) => labelPart(date, window)),
    shares: points.map(({ met, decided }) => (decided === 0 ? null : Math.floor((met * 1000) / decided) / 10)),
    lowers: points.map(({ lower }) => (lower === undefined ? null : Math.floor(lower * 1000) / 10)),
    uppers: points.map(({ upper }) => (upper === undefined ? null : Math.ceil(upper * 1000) / 10)),
    messages: points.map(({ decided }) => decided),
    objectivePercent,
  };
}

/** The share that would have been kept under each target. */
export function specifyTargets(
  points: readonly {
    readonly targetSeconds: number;
    readonly met: number;
    readonly breached: number;
    readonly interval: Interval95 | undefined;
  }[],
  objectivePercent: number,
  clock: DurationClock,
): ShareSpec {
  return {
    kind: 'share',
    labels: points.map(({ targetSeconds }) => formatDuration(targetSeconds, clock)),
    shares: points.map(({ met, breached }) => (met + breached === 0 ? null : Math.floor((met * 1000) / (met + breached)) / 10)),
    lowers: points.map(({ interval }) => (interval === undefined ? null : Math.floor(interval.lower * 1000) / 10)),
    uppers: points.map(({ interval }) => (interval === undefined ? null : Math.ceil(interval.upper * 1000) / 10)),
    messages: points.map(({ met, breached }) => met + breached),
    objectivePercent,
  };
}

/** How many messages were answered within which time; bars without a message at the far end are left out. */
export function specifyWaits(bars: readonly WaitBar[], targetSeconds: number, clock: DurationClock): WaitSpec {
  const lastUsed = bars.findLastIndex(({ kind, messages }) => messages > 0 && kind !== 'unanswered');
  const lastWithin = bars.findLastIndex(({ kind }) => kind === 'within');
  const shown = bars.filter(({ kind, messages }, index) => {
    return kind === 'unanswered' ? messages > 0 : index <= Math.max(lastUsed, lastWithin);
  });
  return {
    kind: 'waits',
    labels: shown.map((bar) => labelBar(bar, bars, clock)),
    messages: shown.map(({ messages }) => messages),
    kinds: shown.map(({ kind }) => kind),
    target: formatDuration(targetSeconds, clock),
  };
}

function labelBar({ upToSeconds, kind }: WaitBar, bars: readonly WaitBar[], clock: DurationClock): string {
  if (kind === 'unanswered') return 'not answered';
  if (upToSeconds !== null) return `up to ${formatDuration(upToSeconds, clock)}`;
  const longest = Math.max(...bars.map((bar) => bar.upToSeconds ?? 0));
  return `over ${formatDuration(longest, clock)}`;
}

/** A part of a window by the day it begins: "24 Nov"; in a year "24 Nov 26". */
function labelPart(date: string, window: WindowKey): string {
  const { day, month, year } = Temporal.PlainDate.from(date);
  const label = `${day} ${abbreviateMonth(month)}`;
  return window === '12m' ? `${label} ${String(year % 100).padStart(2, '0')}` : label;
}
