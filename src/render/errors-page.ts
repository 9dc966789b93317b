import { renderMarkdown } from './text.ts';

/** HTML of the page that explains every error code: each code's heading has the code as its id, so that a problem's `type` leads there. */
export function renderErrors(markdown: string): string {
  const body = markdown.slice(Math.max(0, markdown.indexOf('\n# ')));
  return renderMarkdown(body)
    .replaceAll('<h2>', '<h4>')
    .replaceAll('</h2>', '</h4>')
    .replaceAll('<h1>', '<h3>')
    .replaceAll('</h1>', '</h3>')
    .replace(/<h4>([a-z-]+)<\/h4>/g, '<h4 id="$1">$1</h4>');
}
