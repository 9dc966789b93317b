/**
 * Why a message is left out of the figures. All are counted in public.
 *
 * `not-observable` is for imports whose source does not show whether the message was answered: nobody can say it was
 * not, so it is counted neither way.
 */
export const EXCLUSION_REASONS = ['spam', 'abuse', 'duplicate', 'no-reply-needed', 'test', 'not-observable'] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** Those that a person may choose inside Kept. */
export const EXCLUSION_CHOICES = ['spam', 'abuse', 'duplicate', 'no-reply-needed', 'test'] as const satisfies ExclusionReason[];
