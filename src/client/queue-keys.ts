/** Keys of the queue: j and k go through the rows, `/` to the filter, `?` shows them all. They can be switched off in the dialog. */

const OFF = 'kept-queue-keys-off';

export function useQueueKeys(queue: HTMLElement): void {
  const dialog = document.querySelector<HTMLDialogElement>('#queue-keys');
  const button = document.querySelector<HTMLButtonElement>('#queue-keys-button');
  const isOn = document.querySelector<HTMLInputElement>('#queue-keys-on');
  if (dialog === null || button === null || isOn === null) return;
  button.hidden = false;
  button.addEventListener('click', () => dialog.showModal());
  isOn.checked = localStorage.getItem(OFF) === null;
  isOn.addEventListener('change', () => (isOn.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1')));
  const deeds: Record<string, () => void> = {
    j: () => step(queue, 1),
    k: () => step(queue, -1),
    '/': () => document.querySelector<HTMLElement>('#queue-filter select')?.focus(),
    '?': () => dialog.showModal(),
  };
  document.addEventListener('keydown', (event) => {
    const deed = deeds[event.key];
    if (deed === undefined || !isOn.checked || dialog.open || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
      return;
    event.preventDefault();
    deed();
  });
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.nodeName));

/** Moves the focus to the row after or before the one that has it; to the first where none has. Beyond the last it goes to what shows more. */
function step(queue: HTMLElement, by: 1 | -1): void {
  const row = document.activeElement?.closest<HTMLElement>('#queue li') ?? null;
  const next = row === null ? queue.querySelector('li') : findNeighbour(row, by);
  if (next !== null) next.querySelector<HTMLElement>('[data-open]')?.focus();
  else if (by === 1) queue.querySelector<HTMLElement>('[rel=next]')?.focus();
}

/** The row beside another, also across the edge of two stretches. It asks neighbours alone: there may be ten thousand rows. */
function findNeighbour(row: Element, by: 1 | -1): Element | null {
  const beside = (element: Element | null) => (by === 1 ? element?.nextElementSibling : element?.previousElementSibling) ?? null;
  const sibling = beside(row);
  if (sibling !== null) return sibling;
  for (let stretch = beside(row.closest('[data-stretch]')); stretch !== null; stretch = beside(stretch)) {
    const edge = stretch.querySelector(by === 1 ? 'li:first-child' : 'li:last-child');
    if (edge !== null) return edge;
  }
  return null;
}
