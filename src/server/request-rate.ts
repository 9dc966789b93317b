import type { Instant } from '../domain/instant.ts';
import { BoundedCache } from '../http/bounded-cache.ts';
import type { Database } from '../store/database.ts';
import { takeFromLimit } from '../store/rate-limit.ts';

export interface RateRules {
  /** What is counted; keys of one kind share nothing with keys of another. */
  readonly name: string;
  /** Requests that all instances together allow a key in a window. */
  readonly most: number;
  readonly windowSeconds: number;
  /** So many are taken from the database at once; a divisor of `most`. */
  readonly lot: number;
}

/** What this instance has taken for a key, or was refused, until then. */
interface Lot {
  left: number;
  readonly isRefusal: boolean;
  readonly until: Instant;
}

/** Forgetting one costs what was left in it. */
const MOST_LOTS = 10_000;

/**
 * Counts requests by key for all instances together, in fixed windows in the database. Each instance takes a lot at a time and hands it out by
 * itself, so that most requests ask nobody. With n instances, n lots may be held back, or carried into the next window.
 */
export class RequestRate {
  readonly #db: Database;
  readonly #rules: RateRules;
  readonly #lots = new BoundedCache<string, Lot>(MOST_LOTS);
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(db: Database, rules: RateRules) {
    this.#db = db;
    this.#rules = rules;
  }

  /** Counts one request and returns 0, or the seconds to wait when no more are allowed in this window. */
  async take(key: string, now: Instant): Promise<number> {
    for (;;) {
      const lot = this.#lots.get(key);
      if (lot !== undefined && now < lot.until) {
        if (lot.isRefusal) return lot.until - now;
        if (lot.left > 0) {
          lot.left -= 1;
          return 0;
        }
      }
      await this.#takeLot(key, now);
    }
  }

  /** Whoever asks meanwhile waits for the same lot. */
  #takeLot(key: string, now: Instant): Promise<void> {
    let taking = this.#underWay.get(key);
    if (taking === undefined) {
      taking = this.#askDatabase(key, now).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, taking);
    }
    return taking;
  }

  async #askDatabase(key: string, now: Instant): Promise<void> {
    const { name, most, windowSeconds, lot } = this.#rules;
    const waitSeconds = await takeFromLimit(this.#db, { key: `${name}:${key}`, limit: most, windowSeconds }, now, lot);
    const isRefusal = waitSeconds > 0;
    this.#lots.set(key, { left: isRefusal ? 0 : lot, isRefusal, until: now + (isRefusal ? waitSeconds : windowSeconds) });
  }
}
