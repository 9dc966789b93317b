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
}

const MOST_BADGES = 10_000;
/** Longer addresses are somebody's play; they are answered but not kept. */
const LONGEST_ADDRESS = 512;

/** Badges in memory, by the address that was asked for, for as long as the report that they were made from is right. */
export class BadgeCache {
  readonly #reports: ReportCache;
  readonly #held = new BoundedCache<string, HeldBadge>(MOST_BADGES);

  constructor(reports: ReportCache) {
    this.#reports = reports;
  }

  get(address: string): BadgeAnswer | undefined {
    const held = this.#held.get(address);
    return held !== undefined && this.#reports.isCurrent(held.source) ? held.answer : undefined;
  }

  set(address: string, answer: BadgeAnswer, source: HeldReport): void {
    if (address.length <= LONGEST_ADDRESS) this.#held.set(address, { answer, source });
  }
}
