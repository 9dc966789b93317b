/** Languages as people write them: names in English, or BCP 47 tags. */

const TAG = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** Every two-letter language that has a name, by that name in small letters. */
const tagByName = new Map(listTwoLetterTags().map((tag) => [names.of(tag)?.toLowerCase(), tag]));

function listTwoLetterTags(): string[] {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  return letters.flatMap((first) => letters.map((second) => `${first}${second}`)).filter((tag) => names.of(tag) !== undefined);
}

/** English name of a language: `de` is German, `pt-BR` is Brazilian Portuguese; what has no name stays as it is. */
export function nameLanguage(tag: string): string {
  return TAG.test(tag) ? (findName(tag) ?? tag) : tag;
}

function findName(tag: string): string | undefined {
  try {
    return names.of(tag);
  } catch {
    return undefined;
  }
}

/** `English, German, pt-AO`: names where they lead back to the same tag. */
export function formatLanguages(tags: readonly string[]): string {
  return tags.map((tag) => (tagByName.get(nameLanguage(tag).toLowerCase()) === tag ? nameLanguage(tag) : tag)).join(', ');
}

/** Reads languages with commas between them: `English, german, pt-BR`. What is no known name is left for the agreement's form to judge. */
export function parseLanguages(text: string): string[] {
  const tags = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => tagByName.get(part.toLowerCase()) ?? (TAG.test(part) ? lowerPrimary(part) : part));
  return [...new Set(tags)];
}

function lowerPrimary(tag: string): string {
  const [primary = '', ...rest] = tag.split('-');
  return [primary.toLowerCase(), ...rest].join('-');
}
