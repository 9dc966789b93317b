import { showLocalTimes } from './local-time.ts';
import { morph } from './morph.ts';

/** What was written for "now" is out of date after this long, even when nothing happened. */
const REFRESH_MILLISECONDS = 60_000;

/**
 * Keeps an element (`data-live="/live/acme"`, with an id) as the server would write it now. The stream at that address sends an event
 * `changed` when the company's figures or words have changed, by a message or by the passing of time; its data are not read.
 * The page is then fetched again and only what differs is written.
 */
export function keepLive(element: HTMLElement, onUpdate: () => void): void {
  const update = latestOnly(async () => {
    if (document.visibilityState === 'hidden') return;
    const response = await fetch(location.href, { cache: 'no-store', headers: { Accept: 'text/html' } });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById(element.id);
    if (fresh === null) return;
    showLocalTimes(fresh);
    morph(element, fresh);
    onUpdate();
  });
  const stream = new EventSource(element.dataset['live'] ?? '');
  let hasOpened = false;
  stream.addEventListener('changed', update);
  // What happened while the stream was down was missed.
  stream.addEventListener('open', () => {
    if (hasOpened) update();
    hasOpened = true;
  });
  setInterval(update, REFRESH_MILLISECONDS);
  document.addEventListener('visibilitychange', update);
}

/** Runs `work` once at a time; calls during a run lead to one more run after it. A run that fails waits for the next call. */
export function latestOnly(work: () => Promise<void>): () => void {
  let isRunning = false;
  let isWanted = false;
  return async function run() {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work().catch(() => {});
    }
    isRunning = false;
  };
}
