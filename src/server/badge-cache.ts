import { BoundedCache } from '../http/bounded-cache.ts';
import type { HeldReport, ReportCache } from './report-cache.ts';

/** A badge as it goes out. */
export interface BadgeAnswer {
  readonly tag: string;
  readonly body: Buffer;
  /** With and without the body's length: an answer 304 has no body. */
  readonly headers: string[];
  readonly headersUnmodified: string[];
}

interface HeldBadge {
  readonly answer: BadgeAnswer;
  readonly source: HeldReport;
  /** Makes it anew and keeps it here. */
  readonly renew: () => Promise<unknown>;
  isRenewing: boolean;
}

const MOST_BADGES = 10_000;
/** Longer addresses are somebody's play; they are answered but not kept. */
const LONGEST_ADDRESS = 512;

/**
 * Badges in memory, by the address that was asked for, for as long as the report that they were made from is right, and for a
 * moment while they are made anew because of an event.
 */
export class BadgeCache {
  readonly #reports: ReportCache;
  readonly #held = new BoundedCache<string, HeldBadge>(MOST_BADGES);

  constructor(reports: ReportCache) {
    this.#reports = reports;
  }

  /** @param wantsNewest whether whoever asks is not content with a badge that is being made anew. */
  get(address: string, wantsNewest: () => boolean): BadgeAnswer | undefined {
    const held = this.#held.get(address);
    if (held === undefined) return undefined;
    if (this.#reports.isCurrent(held.source)) return held.answer;
    if (!this.#reports.isPassing(held.source) || wantsNewest()) return undefined;
    renewOnce(held);
    return held.answer;
  }

  /** @param renew makes it anew and sets it. */
  set(address: string, answer: BadgeAnswer, source: HeldReport, renew: () => Promise<unknown>): void {
    if (address.length <= LONGEST_ADDRESS) this.#held.set(address, { answer, source, renew, isRenewing: false });
  }
}

/** What fails here is tried again, and told, when the badge may not be shown any longer. */
function renewOnce(held: HeldBadge): void {
  if (held.isRenewing) return;
  held.isRenewing = true;
  held.renew().catch(() => {});
}
