const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text to stand in XML, in an element or an attribute. What XML 1.0 cannot hold, not even escaped, becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, keepSpace)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const keepSpace = (character: string): string => (/[\t\n\r]/.test(character) ? ' ' : '\uFFFD');
