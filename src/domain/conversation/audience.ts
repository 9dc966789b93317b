/** Size bands of an author's audience (followers, subscribers), lower bound inclusive. The number itself is never stored. */
export const AUDIENCE_BANDS = ['<100', '100-1k', '1k-10k', '10k-100k', '>100k'] as const;
export type AudienceBand = (typeof AUDIENCE_BANDS)[number];

const LOWER_BOUNDS = [0, 100, 1_000, 10_000, 100_000] as const;

/** The band of a number of followers: 100 is in `100-1k`, 99 in `<100`. Bounds: a whole number, at least 0. */
export function toAudienceBand(followers: number): AudienceBand {
  const band = LOWER_BOUNDS.findLastIndex((bound) => followers >= bound);
  return AUDIENCE_BANDS[Math.max(0, band)] as AudienceBand;
}
