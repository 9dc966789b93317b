/** The statements of a connection that were sent, and whose answers nobody has waited for yet. */
export class Unanswered {
  #asked: Promise<unknown>[] = [];

  add(asked: Promise<unknown>): void {
    // It fails whoever is next waited for, and must not end this process before.
    asked.catch(() => {});
    this.#asked.push(asked);
  }

  /** Waits for an answer after all those before it, which come in order: the first failure is the cause of those behind it. */
  async answer<T>(asked: Promise<T>): Promise<T> {
    const before = this.forget();
    await Promise.all([...before, asked]);
    return asked;
  }

  /** Gives all of them up. @returns what they were. */
  forget(): readonly Promise<unknown>[] {
    const before = this.#asked;
    this.#asked = [];
    return before;
  }
}
