/** Makes the form of a new company shorter to fill in: proposes a free address, and the browser's own time zone and country. */

const WAIT_MILLISECONDS = 300;

const form = document.querySelector<HTMLFormElement>('#new-company');
if (form !== null) help(form);

function help(form: HTMLFormElement): void {
  const fieldNamed = <Field extends HTMLElement>(name: string) => form.elements.namedItem(name) as unknown as Field;
  const name = fieldNamed<HTMLInputElement>('name');
  const slug = fieldNamed<HTMLInputElement>('slug');
  preselect(fieldNamed<HTMLSelectElement>('timeZone'), new Intl.DateTimeFormat().resolvedOptions().timeZone);
  preselect(fieldNamed<HTMLSelectElement>('country'), new Intl.Locale(navigator.language).region ?? '');
  let isOwn = slug.value !== '';
  name.addEventListener('input', () => {
    if (!isOwn) later(() => ask({ name: name.value, slug: '' }).then(({ slug: proposed }) => propose(slug, proposed)));
  });
  slug.addEventListener('input', () => {
    isOwn = slug.value !== '';
    later(() => ask({ name: name.value, slug: slug.value }).then(({ problem }) => say(problem ?? (isOwn ? 'This address is free.' : ''))));
  });
}

function preselect(field: HTMLSelectElement, value: string): void {
  if (field.value === '' && [...field.options].some((option) => option.value === value)) field.value = value;
}

function propose(slug: HTMLInputElement, proposed: string): void {
  slug.value = proposed;
  say(proposed === '' ? '' : 'This address is free.');
}

function say(text: string): void {
  const said = document.querySelector('#slug-said');
  if (said !== null) said.textContent = text;
}

let timer: number | undefined;
let asked = 0;

function later(work: () => Promise<void>): void {
  window.clearTimeout(timer);
  // Without an answer the form works as it does without this script.
  timer = window.setTimeout(() => void work().catch(() => say('')), WAIT_MILLISECONDS);
}

/** What the server says; never resolves when something was typed meanwhile. */
async function ask(typed: { name: string; slug: string }): Promise<{ slug: string; problem: string | null }> {
  asked += 1;
  const mine = asked;
  const response = await fetch(`/app/new/address?${new URLSearchParams(typed)}`);
  if (!response.ok) throw new Error(`The address could not be looked up: ${response.status}`);
  const answer = (await response.json()) as { slug: string; problem: string | null };
  return mine === asked ? answer : new Promise(() => {});
}
