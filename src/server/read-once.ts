/** What belongs to a thing, read once for as long as the thing is held by somebody. A reading that failed is tried again. */
export class ReadOnce<Thing extends object, Answer> {
  readonly #read: (thing: Thing) => Promise<Answer>;
  readonly #answers = new WeakMap<Thing, Promise<Answer>>();

  constructor(read: (thing: Thing) => Promise<Answer>) {
    this.#read = read;
  }

  find(thing: Thing): Promise<Answer> {
    let answer = this.#answers.get(thing);
    if (answer === undefined) {
      answer = this.#read(thing);
      this.#answers.set(thing, answer);
      answer.catch(() => this.#answers.delete(thing));
    }
    return answer;
  }
}
