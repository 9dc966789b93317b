const TWO_PI = 2 * Math.PI;

/** Random numbers that are the same for the same seeds: sfc32 of PractRand, warmed up with twelve steps. */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(a: number, b: number, c: number) {
    [this.#a, this.#b, this.#c] = [a | 0, b | 0, c | 0];
    for (let step = 0; step < 12; step++) this.next();
  }

  /** 0 inclusive to 1 exclusive. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to `bound`, exclusive. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Whole seconds, at least 1: log-normal around `median`, two thirds of them within a factor of e to the power of `sigma`. */
  logNormalSeconds(median: number, sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(TWO_PI * this.next());
    return Math.max(1, Math.round(median * Math.exp(sigma * normal)));
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}
