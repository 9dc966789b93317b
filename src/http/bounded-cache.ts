interface Entry<Value> {
  readonly value: Value;
  wasUsed: boolean;
}

/**
 * A map of bounded size. When it is full, the oldest entry that was not read since it was last passed over makes room ("second chance"), so
 * that a read costs one look-up and nothing is moved.
 */
export class BoundedCache<Key, Value> {
  readonly #entries = new Map<Key, Entry<Value>>();
  readonly #most: number;

  /** @param most entries, at least 1. */
  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    entry.wasUsed = true;
    return entry.value;
  }

  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    if (this.#entries.size >= this.#most) this.#makeRoom();
    this.#entries.set(key, { value, wasUsed: false });
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }

  #makeRoom(): void {
    for (const [key, entry] of this.#entries) {
      this.#entries.delete(key);
      if (!entry.wasUsed) return;
      entry.wasUsed = false;
      this.#entries.set(key, entry);
    }
  }
}
