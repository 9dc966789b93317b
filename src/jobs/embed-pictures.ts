import type { MailPicture } from '../commands/context.ts';

/** The HTML of a mail with its pictures in it, for a browser. */
export function embedPictures(html: string, pictures: readonly MailPicture[] = []): string {
  return pictures.reduce((text, { name, png }) => text.replaceAll(`"cid:${name}"`, `"data:image/png;base64,${png}"`), html);
}
