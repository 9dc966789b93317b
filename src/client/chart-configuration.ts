import type { ChartConfiguration, ChartOptions, Plugin } from 'chart.js';

/** The specifications that `render/chart-spec.ts` writes, as they arrive. */
export interface ShareSpec {
  kind: 'share';
  labels: string[];
  shares: (number | null)[];
  lowers: (number | null)[];
  uppers: (number | null)[];
  messages: number[];
  objectivePercent: number;
}

export interface WaitSpec {
  kind: 'waits';
  labels: string[];
  messages: number[];
  kinds: ('within' | 'late' | 'unanswered')[];
  target: string;
}

/** A colour token as the browser computes it: canvas does not know `light-dark()`. */
function readColour(token: string): string {
  const colour = getComputedStyle(document.body).getPropertyValue(token).trim();
  const match = /^light-dark\(([^,]+),([^)]+)\)$/.exec(colour);
  if (match === null) return colour;
  return (matchMedia('(prefers-color-scheme: dark)').matches ? match[2] : match[1])?.trim() ?? colour;
}

const thousands = (count: number): string => count.toLocaleString('en');

/** What all charts share: the page's type, thin lines, no motion where the reader wants none. */
function baseOptions(): { font: { family: string; size: number }; soft: string; line: string; animation: false } {
  const family = getComputedStyle(document.body).fontFamily;
  return { font: { family, size: 12 }, soft: readColour('--soft'), line: readColour('--line'), animation: false };
}

export function configureShares(spec: ShareSpec): ChartConfiguration<'line'> {
  const { font, soft, line, animation } = baseOptions();
  const accent = readColour('--accent');
  const ink = readColour('--ink');
  const band = { borderWidth: 0, pointRadius: 0, pointHitRadius: 0, spanGaps: false } as const;
  const options: ChartOptions<'line'> = {
    animation,
    maintainAspectRatio: false,
    interaction: { mode: 'index', intersect: false },
    layout: { padding: { top: 14 } },
    scales: {
      x: { grid: { display: false }, border: { color: line }, ticks: { color: soft, font, maxRotation: 0, autoSkipPadding: 16 } },
      y: {
        min: 0,
        max: 100,
        grid: { color: line },
        border: { display: false },
        ticks: { color: soft, font, stepSize: 25, callback: (value) => `${value} %` },
      },
    },
    plugins: {
      tooltip: {
        displayColors: false,
        filter: ({ dataset }) => dataset.label === 'kept',
        callbacks: { label: ({ dataIndex }) => `${spec.shares[dataIndex]} % of ${thousands(spec.messages[dataIndex] ?? 0)} messages kept` },
      },
    },
  };
  return {
    type: 'line',
    options,
    plugins: [labelObjective(spec.objectivePercent, ink, font)],
    data: {
      labels: spec.labels,
      datasets: [
        { ...band, label: 'lower', data: spec.lowers },
        { ...band, label: 'upper', data: spec.uppers, fill: '-1', backgroundColor: `${accent}29` },
        {
          label: 'kept',
          data: spec.shares,
          borderColor: accent,
          backgroundColor: accent,
          borderWidth: 2.5,
          // Room for the points that lie on 0 and 100 %.
          clip: 6,
          pointRadius: spec.labels.length > 14 ? 2 : 3.5,
          tension: 0,
        },
      ],
    },
  };
}

/** The objective as a dashed line with its word at its left end. */
function labelObjective(objectivePercent: number, colour: string, font: { family: string; size: number }): Plugin<'line'> {
  return {
    id: 'objective',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const y = scales['y']?.getPixelForValue(objectivePercent) ?? chartArea.top;
      ctx.save();
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1.5;
      ctx.setLineDash([6, 4]);
      ctx.beginPath();
      ctx.moveTo(chartArea.left, y);
      ctx.lineTo(chartArea.right, y);
      ctx.stroke();
      ctx.fillStyle = colour;
      ctx.font = `600 ${font.size}px ${font.family}`;
      ctx.textBaseline = 'bottom';
      ctx.fillText(`promised ${objectivePercent} %`, chartArea.left + 4, y - 3);
      ctx.restore();
    },
  };
}

export function configureWaits(spec: WaitSpec): ChartConfiguration<'bar'> {
  const { font, soft, line, animation } = baseOptions();
  const colours = { within: readColour('--kept'), late: readColour('--risk'), unanswered: readColour('--broken') };
  const total = spec.messages.reduce((sum, count) => sum + count, 0);
  const options: ChartOptions<'bar'> = {
    animation,
    indexAxis: 'y',
    maintainAspectRatio: false,
    layout: { padding: { right: 64 } },
    scales: {
      x: {
        beginAtZero: true,
        grid: { color: line },
        border: { display: false },
        ticks: { color: soft, font, precision: 0, maxTicksLimit: 5 },
      },
      y: { grid: { display: false }, border: { color: line }, ticks: { color: readColour('--ink'), font, autoSkip: false } },
    },
    plugins: {
      tooltip: {
        displayColors: false,
        callbacks: { label: ({ parsed }) => `${thousands(parsed.x ?? 0)} of ${thousands(total)} messages` },
      },
    },
  };
  return {
    type: 'bar',
    options,
    plugins: [labelBars(spec, total, readColour('--ink'), font)],
    data: {
      labels: spec.labels,
      datasets: [
        {
          data: spec.messages,
          backgroundColor: spec.kinds.map((kind) => colours[kind]),
          borderRadius: 2,
          barPercentage: 0.82,
          categoryPercentage: 1,
        },
      ],
    },
  };
}

/** Writes the share at the end of each bar, and the target as a line below the last bar that keeps it. */
function labelBars(spec: WaitSpec, total: number, colour: string, font: { family: string; size: number }): Plugin<'bar'> {
  return {
    id: 'bar-labels',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const { x, y } = scales;
      if (x === undefined || y === undefined || total === 0) return;
      ctx.save();
      ctx.fillStyle = colour;
      ctx.font = `${font.size}px ${font.family}`;
      ctx.textBaseline = 'middle';
      spec.messages.forEach((count, index) => {
        ctx.fillText(formatPart(count, total), x.getPixelForValue(count) + 6, y.getPixelForValue(index));
      });
      const lastWithin = spec.kinds.lastIndexOf('within');
      const edge = y.getPixelForValue(lastWithin) + (chartArea.height / spec.labels.length) * 0.5;
      ctx.strokeStyle = colour;
      ctx.lineWidth = 1.5;
      ctx.setLineDash([6, 4]);
      ctx.beginPath();
      ctx.moveTo(0, edge);
      ctx.lineTo(chartArea.right, edge);
      ctx.stroke();
      ctx.font = `600 ${font.size}px ${font.family}`;
      ctx.textAlign = 'right';
      ctx.textBaseline = 'bottom';
      ctx.fillText(`promised: ${spec.target}`, chartArea.right, edge - 3);
      ctx.restore();
    },
  };
}

function formatPart(count: number, total: number): string {
  if (count === 0) return '0';
  const percent = Math.floor((count * 100) / total);
  return percent === 0 ? 'under 1 %' : `${percent} %`;
}
