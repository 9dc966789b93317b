import { keepLive } from './live-updates.ts';

/** Everything the company page does in the browser: live figures, and charts once they come into view. */
const drawCharts = async (): Promise<void> => {
  const charts = document.querySelectorAll<HTMLElement>('[data-chart]');
  if (charts.length === 0) return;
  const { drawChart } = await import('./draw-charts.ts');
  for (const chart of charts) drawChart(chart);
};

let areChartsSeen = false;
const observer = new IntersectionObserver(
  (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    areChartsSeen = true;
    void drawCharts();
  },
  { rootMargin: '400px' },
);
for (const chart of document.querySelectorAll('[data-chart]')) observer.observe(chart);

const live = document.querySelector<HTMLElement>('[data-live]');
if (live !== null) {
  keepLive(live, () => {
    if (areChartsSeen) void drawCharts();
    setTimeout(() => {
      for (const figure of live.querySelectorAll('[data-changed]')) figure.removeAttribute('data-changed');
    }, 2000);
  });
}
