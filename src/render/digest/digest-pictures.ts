import type { VerdictTone } from '../../domain/compliance/verdict-words.ts';
import type { SharePoint } from '../../domain/figures/charts.ts';

/**
 * Pictures of a digest as SVG: shapes alone on nothing, so that the same picture stands on light and on dark ground, whatever a program for
 * mail does about dark mode, and needs no typeface.
 */

/** Each has a contrast of at least 3:1 with white and with the dark ground of the mail. */
export const PICTURE_COLOURS: Readonly<Record<VerdictTone | 'accent' | 'ink', string>> = {
  kept: '#2e8b57',
  risk: '#b3780f',
  broken: '#d24a40',
  quiet: '#858176',
  accent: '#3d7ebf',
  ink: '#858176',
};

/** As wide as the text of the mail, in its pixels; drawn at twice that. */
const WIDTH = 536;

export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const draw = (height: number, shapes: string): Drawing => ({
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">${shapes}</svg>`,
  width: WIDTH,
  height,
});

const round = (length: number): number => Math.round(length * 100) / 100;

/** The share as a bar from 0 to 100 %, its interval as a band, and a tick at the objective. All are parts of one. */
export function drawShareBar(given: {
  share: number;
  interval: { readonly lower: number; readonly upper: number } | undefined;
  objective: number;
  tone: VerdictTone;
}): Drawing {
  const { share, interval, objective, tone } = given;
  const colour = PICTURE_COLOURS[tone];
  const x = (part: number) => round(part * WIDTH);
  const band =
    interval === undefined
      ? ''
      : `<rect x="${x(interval.lower)}" y="4" width="${x(interval.upper - interval.lower)}" height="14" rx="3" fill="${colour}" opacity="0.35"/>`;
  return draw(
    22,
    [
      `<rect y="7" width="${WIDTH}" height="8" rx="4" fill="${PICTURE_COLOURS.ink}" opacity="0.3"/>`,
      `<rect y="7" width="${x(share)}" height="8" rx="4" fill="${colour}"/>`,
      band,
      `<rect x="${Math.min(x(objective), WIDTH - 3)}" width="3" height="22" fill="${PICTURE_COLOURS.ink}"/>`,
    ].join(''),
  );
}

const TIME_HEIGHT = 76;
const EDGE = 5;
/** Points are marked where there are so few that each is told apart. */
const MOST_DOTS = 14;

/**
 * The share over time with its interval, and the objective dashed. The axis ends at 100 % and begins at `floor`, where the lowest share does,
 * at a whole quarter.
 */
export function drawShareLine(points: readonly SharePoint[], objective: number): Drawing & { floor: number } {
  const lowest = Math.min(objective, ...points.flatMap(({ share }) => (share === undefined ? [] : [share])));
  const floor = Math.max(0, Math.floor((lowest - 0.02) * 4) / 4);
  const x = (index: number) => round(EDGE + (index * (WIDTH - 2 * EDGE)) / Math.max(1, points.length - 1));
  const y = (share: number) => round(EDGE + (TIME_HEIGHT - 2 * EDGE) * (1 - (Math.max(floor, share) - floor) / (1 - floor)));
  const shapes = listRuns(points).map((run) => drawRun(run, { x, y, isSparse: points.length <= MOST_DOTS }));
  const dashed = `<path d="M0 ${y(objective)}H${WIDTH}" stroke="${PICTURE_COLOURS.ink}" stroke-width="1.6" stroke-dasharray="6 4"/>`;
  return { ...draw(TIME_HEIGHT, `${drawGrid([y(floor), y(1)])}${dashed}${shapes.join('')}`), floor };
}

interface RunPoint {
  readonly index: number;
  readonly point: SharePoint;
}

/** Runs of points that have data, so that a gap stays a gap. */
function listRuns(points: readonly SharePoint[]): RunPoint[][] {
  const runs: RunPoint[][] = [];
  for (const [index, point] of points.entries()) {
    if (point.share === undefined) continue;
    const run = runs.at(-1);
    if (run?.at(-1)?.index === index - 1) run.push({ index, point });
    else runs.push([{ index, point }]);
  }
  return runs;
}

function drawRun(
  run: readonly RunPoint[],
  { x, y, isSparse }: { x: (index: number) => number; y: (share: number) => number; isSparse: boolean },
): string {
  const colour = PICTURE_COLOURS.accent;
  const along = (points: readonly RunPoint[], of: 'share' | 'lower' | 'upper') =>
    points.map(({ index, point }) => `${x(index)},${y(point[of] ?? 0)}`).join(' ');
  const dots = isSparse || run.length === 1 ? run : [];
  return [
    `<polygon points="${along(run, 'upper')} ${along(run.toReversed(), 'lower')}" fill="${colour}" opacity="0.2"/>`,
    `<polyline points="${along(run, 'share')}" fill="none" stroke="${colour}" stroke-width="2.4" stroke-linejoin="round"/>`,
    ...dots.map(({ index, point }) => `<circle cx="${x(index)}" cy="${y(point.share ?? 0)}" r="3.4" fill="${colour}"/>`),
  ].join('');
}

const drawGrid = (heights: readonly number[]): string =>
  heights.map((y) => `<path d="M0 ${y}H${WIDTH}" stroke="${PICTURE_COLOURS.ink}" stroke-width="1" opacity="0.35"/>`).join('');

/** How many messages came in each part, as bars from nothing to the most. */
export function drawVolume(received: readonly number[]): Drawing {
  const most = Math.max(1, ...received);
  const step = WIDTH / Math.max(1, received.length);
  const bars = received.map((count, index) => {
    const height = round((count * (TIME_HEIGHT - 2 * EDGE)) / most);
    const place = `x="${round((index + 0.12) * step)}" y="${round(TIME_HEIGHT - EDGE - height)}"`;
    return `<rect ${place} width="${round(step * 0.76)}" height="${height}" fill="${PICTURE_COLOURS.accent}"/>`;
  });
  return draw(TIME_HEIGHT, `${drawGrid([TIME_HEIGHT - EDGE])}${bars.join('')}`);
}
