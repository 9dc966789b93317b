/**
 * Whether a sentence or line of `before` is missing from `after`. Adding sentences loses none; spaces and case do not matter.
 * No program can tell whether other words promise less, so a sentence that changed counts as lost.
 */
export function losesSentence(before: string, after: string): boolean {
  const kept = new Set(listSentences(after));
  return listSentences(before).some((sentence) => !kept.has(sentence));
}

function listSentences(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\n+|(?<=[.!?])\s+/)
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '');
}
