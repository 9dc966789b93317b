/** Ticks every row at once, and says how many are ticked. Without it the one box is enough: it stands for all rows that are shown. */

const form = document.querySelector<HTMLFormElement>('#breach-form');
const all = form?.querySelector<HTMLInputElement>('input[name=all]');
const status = document.querySelector<HTMLElement>('#breach-status');

if (form !== null && all != null && status !== null) {
  const listBoxes = () => [...form.querySelectorAll<HTMLInputElement>('input[name=breach]')];
  const show = () => {
    const boxes = listBoxes();
    const ticked = boxes.filter(({ checked }) => checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    status.textContent = ticked === 0 ? '' : `${ticked} chosen`;
  };
  all.addEventListener('change', () => {
    for (const box of listBoxes()) box.checked = all.checked;
    show();
  });
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === 'breach') show();
  });
  // Whoever ends a clause with the enter key leaves out, and does not set a cause, which is the first button of the form.
  const clause = form.querySelector<HTMLInputElement>('input[name=clause]');
  clause?.addEventListener('keydown', (event) => {
    const button = form.querySelector<HTMLButtonElement>('#decide-exclude');
    if (event.key !== 'Enter' || event.isComposing || button === null) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
  show();
}

export {};
