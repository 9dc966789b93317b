/**
 * Counts requests by key in fixed windows, in this process's memory. Each instance counts for itself: it protects the
 * instance, where the limits on sign-in, which protect secrets, are counted in the database.
 */
export class RequestRate {
  readonly #most: number;
  readonly #windowSeconds: number;
  #windowStartedAt = 0;
  #used = new Map<string, number>();

  /** @param most requests allowed in a window of `windowSeconds`. */
  constructor(most: number, windowSeconds: number) {
    this.#most = most;
    this.#windowSeconds = windowSeconds;
  }

  /**
   * Counts one request and returns 0, or the seconds to wait when no more are allowed in this window.
   * @param now whole seconds.
   */
  take(key: string, now: number): number {
    if (now >= this.#windowStartedAt + this.#windowSeconds || now < this.#windowStartedAt) {
      this.#windowStartedAt = now;
      this.#used = new Map();
    }
    const used = (this.#used.get(key) ?? 0) + 1;
    this.#used.set(key, used);
    return used <= this.#most ? 0 : this.#windowStartedAt + this.#windowSeconds - now;
  }
}
