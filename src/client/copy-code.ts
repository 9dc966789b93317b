/**
 * Shows the copy buttons (`data-copy`: id of the field to copy). Where the clipboard is out of reach, as on a page without TLS, the text is
 * selected, so that one key copies it. `#copied` says to screen readers too what happened.
 */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => void copy(button.dataset['copy'] ?? ''));
}

async function copy(id: string): Promise<void> {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLTextAreaElement)) return;
  const name = field.labels[0]?.textContent ?? '';
  try {
    await navigator.clipboard.writeText(field.value);
    announce(`${name} copied.`);
  } catch {
    field.focus();
    field.select();
    announce(`${name} is selected: press Ctrl and C, or on a Mac ⌘ and C.`);
  }
}

function announce(words: string): void {
  const status = document.getElementById('copied');
  if (status !== null) status.textContent = words;
}
