import { DAY_SECONDS, type Instant } from '../instant.ts';
import { type ConversationEvent, messageIdOf } from './event.ts';

/** A message can be excluded until so long after it arrived, inclusive. */
export const EXCLUSION_DEADLINE_SECONDS = 30 * DAY_SECONDS;

/**
 * The customer messages whose exclusion stands, with the instant it was made.
 *
 * An exclusion that names a message covers that one; without a name it covers every message at or
 * before it. A revocation likewise, and without a name it revokes all. Excluding what is excluded
 * changes nothing; excluding again after a revocation counts from then.
 */
export function findStandingExclusions(sorted: readonly ConversationEvent[]): Map<ConversationEvent, Instant> {
  const standing = new Map<ConversationEvent, Instant>();
  const exclusions = sorted.filter(({ type }) => type === 'excluded' || type === 'exclusion-revoked');
  if (exclusions.length === 0) return standing;
  for (const message of sorted) {
    if (message.type !== 'customer-message') continue;
    let excludedAt: Instant | null = null;
    for (const exclusion of exclusions) {
      if (!isAbout(exclusion, message)) continue;
      if (exclusion.type === 'exclusion-revoked') excludedAt = null;
      else if (exclusion.at <= message.at + EXCLUSION_DEADLINE_SECONDS) excludedAt ??= exclusion.at;
    }
    if (excludedAt !== null) standing.set(message, excludedAt);
  }
  return standing;
}

function isAbout(exclusion: ConversationEvent, message: ConversationEvent): boolean {
  if (exclusion.messageId === undefined) return message.at <= exclusion.at;
  return exclusion.messageId === messageIdOf(message);
}
