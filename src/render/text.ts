import { micromark } from 'micromark';

/**
 * HTML of a text in Markdown. Raw HTML in it is shown as text and unsafe addresses are dropped, so the result is safe to put into a page.
 * Links lead out of our pages: `rel` keeps them from lending our name and from reaching back. Pictures become links, because a page of ours
 * loads nothing from elsewhere.
 */
export function renderMarkdown(markdown: string): string {
  return micromark(markdown)
    .replaceAll(/<a href=""[^>]*>(.*?)<\/a>/gs, '$1')
    .replaceAll(
      /<img src="([^"]*)" alt="([^"]*)"(?: title="[^"]*")? ?\/?>/g,
      (_, src: string, alt: string) => `<a href="${src}">${alt || src}</a>`,
    )
    .replaceAll('<a href="', '<a rel="nofollow noopener" href="');
}
