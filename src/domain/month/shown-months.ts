import type { PublishedMonth } from './month-figures.ts';

/** The published months that a company's page shows. */
export interface ShownMonths {
  /** Newest first. */
  readonly months: readonly PublishedMonth[];
  /** Those that have a signed statement: YYYY-MM. */
  readonly signed: readonly string[];
}
