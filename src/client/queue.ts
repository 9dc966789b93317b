import { latestOnly } from './live-updates.ts';
import { morph } from './morph.ts';
import { useQueueKeys } from './queue-keys.ts';

/**
 * Keeps the queue as the server would write it now, and adds the next page when the reader comes near its end. Each page that was added is
 * a stretch with an address of its own; only those in sight are fetched again, the others once they come into sight.
 */

/** Time left is written to the minute. */
const REFRESH_MILLISECONDS = 60_000;
/** Many changes at once are read as one. */
const REST_MILLISECONDS = 1_000;
/** How far ahead of the reader the next page is fetched. */
const AHEAD = '1500px';

const queue = document.querySelector<HTMLElement>('#queue');
if (queue !== null) {
  keepQueue(queue);
  useQueueKeys(queue);
}

function keepQueue(queue: HTMLElement): void {
  const inSight = new Set<HTMLElement>();
  const stale = new Set<HTMLElement>();
  const update = latestOnly(async () => {
    if (document.visibilityState === 'hidden') return;
    for (const stretch of [...stale]) if (!stretch.isConnected) stale.delete(stretch);
    for (const stretch of [...inSight].filter((one) => stale.has(one))) {
      stale.delete(stretch);
      await refresh(queue, stretch);
    }
    await new Promise((resolve) => setTimeout(resolve, REST_MILLISECONDS));
  });
  const updateAll = () => {
    for (const stretch of queue.querySelectorAll<HTMLElement>('[data-stretch]')) stale.add(stretch);
    update();
  };
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && target.isConnected) inSight.add(target as HTMLElement);
      else inSight.delete(target as HTMLElement);
    }
    if ([...inSight].some((one) => stale.has(one))) update();
  });
  for (const stretch of queue.querySelectorAll('[data-stretch]')) sight.observe(stretch);
  growAhead(queue, (added) => sight.observe(added));
  listen(queue.dataset['live'] ?? '', updateAll);
}

function listen(address: string, onChange: () => void): void {
  const stream = new EventSource(address);
  stream.addEventListener('changed', onChange);
  // What happened while the stream was down was missed.
  let hasOpened = false;
  stream.addEventListener('open', () => {
    if (hasOpened) onChange();
    hasOpened = true;
  });
  setInterval(onChange, REFRESH_MILLISECONDS);
  document.addEventListener('visibilitychange', onChange);
}

/** A page of the queue, or undefined when it cannot be had: then the reader is told that the queue stands still. */
async function fetchPage(address: string): Promise<Document | undefined> {
  const response = await fetch(address, { cache: 'no-store', headers: { Accept: 'text/html' } }).catch(() => undefined);
  const isGood = response?.ok === true && !response.redirected;
  const status = document.querySelector('#queue-status');
  if (status !== null) {
    status.textContent = isGood ? '' : 'The queue is not up to date: it cannot be read just now. Load the page again.';
    status.classList.toggle('visually-hidden', isGood);
  }
  return isGood ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined;
}

async function refresh(queue: HTMLElement, stretch: HTMLElement): Promise<void> {
  const address = stretch.dataset['stretch'] ?? '';
  const page = await fetchPage(address);
  const fresh = page?.querySelector<HTMLElement>('[data-stretch]');
  if (page === undefined || fresh == null || !stretch.isConnected) return;
  const isCut = fresh.dataset['stretch'] !== address;
  keepingFocus(stretch, () => morph(stretch, fresh));
  takeOver(queue, page, '#queue-counts');
  // A stretch that grew too long ends earlier now; what came after it is fetched anew when it is looked for.
  if (isCut) for (let after = stretch.nextElementSibling; after !== null; after = stretch.nextElementSibling) after.remove();
  if (stretch.nextElementSibling === null) takeOver(queue, page, '#queue-pages');
}

function takeOver(queue: HTMLElement, page: Document, selector: string): void {
  const [own, fresh] = [queue.querySelector(selector), page.querySelector(selector)];
  if (own !== null && fresh !== null) morph(own, fresh);
}

/** When the row that has the focus goes, the one that takes its place gets it. */
function keepingFocus(stretch: HTMLElement, change: () => void): void {
  const row = document.activeElement?.closest('li');
  const at = row == null || !stretch.contains(row) ? -1 : [...stretch.querySelectorAll('li')].indexOf(row);
  change();
  if (at === -1 || row?.isConnected) return;
  const rows = stretch.querySelectorAll<HTMLElement>('li');
  rows[Math.min(at, rows.length - 1)]?.querySelector<HTMLElement>('[data-open]')?.focus({ preventScroll: true });
}

/** Adds the next page whenever the reader comes near the end. */
function growAhead(queue: HTMLElement, onAdded: (stretch: HTMLElement) => void): void {
  const pages = queue.querySelector<HTMLElement>('#queue-pages');
  if (pages === null) return;
  const grow = latestOnly(async () => {
    const findNext = () => pages.querySelector<HTMLAnchorElement>('[rel=next]')?.href;
    const address = findNext();
    if (address === undefined) return;
    const page = await fetchPage(address);
    const added = page?.querySelector<HTMLElement>('[data-stretch]');
    // Meanwhile the queue may have been cut: then the link leads elsewhere.
    if (page === undefined || added == null || findNext() !== address) return;
    queue.querySelector('.list')?.append(added);
    takeOver(queue, page, '#queue-pages');
    onAdded(added);
    end.unobserve(pages);
    end.observe(pages);
  });
  const end = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && grow(), { rootMargin: AHEAD });
  end.observe(pages);
}
