/**
 * Makes the draft's form smoother; it works without this script. Buttons that change the form ask the server behind the scenes and keep the
 * place, the words beside each promise follow what is typed, and leaving with something unsaved is asked about.
 */

const LOOK_AFTER_MILLISECONDS = 500;

let isUnsaved = false;
let lookTimer: ReturnType<typeof setTimeout> | undefined;

const findForm = (): HTMLFormElement | null => document.querySelector('form#draft');

function markUnsaved(): void {
  isUnsaved = true;
  const state = document.querySelector('[data-save-state]');
  if (state !== null) state.textContent = 'Not saved yet';
}

/** Sends the form as the button would, and returns the page that the server answers with. */
async function send(form: HTMLFormElement, edit: string): Promise<{ page: Document; address: string }> {
  const body = new FormData(form);
  body.set('edit', edit);
  const response = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
  return { page: new DOMParser().parseFromString(await response.text(), 'text/html'), address: response.url };
}

/** Puts the answered page in the place of this one, with the same parts open. False when the answer is another page. */
function showPage(page: Document): boolean {
  const [old, next] = [document.querySelector('main'), page.querySelector('main')];
  if (old === null || next === null || page.querySelector('form#draft') === null) return false;
  const open = [...old.querySelectorAll('details[open][id]')].map(({ id }) => id);
  for (const id of open) page.getElementById(id)?.setAttribute('open', '');
  old.replaceChildren(...next.childNodes);
  return true;
}

function goTo(place: string): void {
  const target = document.getElementById(place);
  if (target === null) return;
  target.closest('details')?.setAttribute('open', '');
  target.scrollIntoView({ block: 'nearest' });
  const field = target.matches('input, select, textarea')
    ? target
    : target.querySelector<HTMLElement>('input:not([type=hidden]), select, summary');
  if (field instanceof HTMLElement) field.focus({ preventScroll: true });
}

async function change(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const place = new URL(button.formAction).hash.slice(1);
  // What was typed after the form was sent would be lost when the answer takes its place.
  form.inert = true;
  try {
    const { page } = await send(form, button.value);
    if (!showPage(page)) throw new Error('The answer is another page.');
    markUnsaved();
    goTo(place);
  } catch {
    // Without such an answer the browser's own way shows what is wrong.
    form.inert = false;
    isUnsaved = false;
    form.dataset['plain'] = '';
    form.requestSubmit(button);
  }
}

/** Only the words are taken over: what is being typed is left alone. */
async function look(): Promise<void> {
  const form = findForm();
  if (form === null) return;
  const { page } = await send(form, 'look').catch(() => ({ page: undefined }));
  for (const words of page?.querySelectorAll<HTMLElement>('[data-words]') ?? []) {
    const shown = form.querySelector(`[data-words="${words.dataset['words']}"]`);
    if (shown !== null && shown.textContent !== words.textContent) shown.textContent = words.textContent;
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.id !== 'draft') return;
  const button = event.submitter;
  if (button instanceof HTMLButtonElement && button.classList.contains('edit') && form.dataset['plain'] === undefined) {
    event.preventDefault();
    void change(form, button);
    return;
  }
  isUnsaved = false;
});

document.addEventListener('input', (event) => {
  if (!(event.target instanceof Element) || event.target.closest('form#draft') === null) return;
  markUnsaved();
  clearTimeout(lookTimer);
  lookTimer = setTimeout(look, LOOK_AFTER_MILLISECONDS);
});

/** A link to a field opens the part that it is in. */
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('main a[href^="#"]') : null;
  if (link === null) return;
  event.preventDefault();
  goTo(link.hash.slice(1));
});

addEventListener('beforeunload', (event) => {
  if (isUnsaved) event.preventDefault();
});

if (findForm()?.dataset['unsaved'] !== undefined) isUnsaved = true;
