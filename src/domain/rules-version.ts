/**
 * Which rules of measurement the figures follow. Counted up whenever the same events would come to other figures: then what was published
 * before keeps its figures, and says that it was computed by the version before (docs/decisions/published-months.md).
 */
export const RULES_VERSION = 1;

/** By what a figure was computed. */
export interface ComputedBy {
  readonly rulesVersion: number;
  /** Version of the IANA time zone data, such as `2026a`: it says when days and opening hours begin. */
  readonly timeZoneData: string;
}
