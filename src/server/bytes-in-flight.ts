/** Bounds the memory that bodies under way take together. */
export class BytesInFlight {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes `bytes` and returns true; false, and takes none, when there is no room for them. */
  take(bytes: number): boolean {
    if (this.#taken + bytes > this.#most) return false;
    this.#taken += bytes;
    return true;
  }

  /** Gives back what was taken before. */
  release(bytes: number): void {
    this.#taken -= bytes;
  }
}
