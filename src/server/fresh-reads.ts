/**
 * Shares a reading among all who ask for the same while one is under way, yet never gives anybody one that began before they asked: they get
 * the next, together. So however many ask, each key is read one reading at a time.
 */
export class FreshReads<Answer> {
  readonly #running = new Map<string, Promise<Answer>>();
  readonly #next = new Map<string, Promise<Answer>>();

  ask(key: string, read: () => Promise<Answer>): Promise<Answer> {
    const running = this.#running.get(key);
    if (running === undefined) return this.#start(key, read);
    let next = this.#next.get(key);
    if (next === undefined) {
      const startNext = () => {
        this.#next.delete(key);
        return this.#start(key, read);
      };
      next = running.then(startNext, startNext);
      this.#next.set(key, next);
    }
    return next;
  }

  #start(key: string, read: () => Promise<Answer>): Promise<Answer> {
    const running = read().finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }
}
