import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { configureShares, configureWaits, type ShareSpec, type WaitSpec } from './chart-configuration.ts';

Chart.register(BarController, BarElement, CategoryScale, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip);

const drawn = new WeakMap<HTMLElement, { chart: { destroy(): void }; spec: string }>();

/** Draws the specification in `data-chart` into the element, again when it has changed. */
export function drawChart(element: HTMLElement): void {
  const spec = element.dataset['chart'] ?? '';
  const former = drawn.get(element);
  if (former?.spec === spec) return;
  former?.chart.destroy();
  const canvas = element.querySelector('canvas') ?? element.appendChild(document.createElement('canvas'));
  canvas.setAttribute('aria-hidden', 'true');
  const parsed = JSON.parse(spec) as ShareSpec | WaitSpec;
  const chart = parsed.kind === 'share' ? new Chart(canvas, configureShares(parsed)) : new Chart(canvas, configureWaits(parsed));
  drawn.set(element, { chart, spec });
}

/** Colours come from the page's tokens, which change with the reader's choice of light or dark. */
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const element of document.querySelectorAll<HTMLElement>('[data-chart]')) {
    drawn.get(element)?.chart.destroy();
    drawn.delete(element);
    drawChart(element);
  }
});
