import { micromark } from 'micromark';

/** HTML of a text in Markdown. Raw HTML in it is shown as text and unsafe addresses are dropped, so the result is safe to put into a page. */
export function renderMarkdown(markdown: string): string {
  return micromark(markdown);
}
