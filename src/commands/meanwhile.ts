/**
 * Works while the database does what it was asked for, which is on its way to it before the work begins.
 * @returns the answer, and what the work came to.
 */
export function meanwhile<Answer, Result>(asked: Promise<Answer>, work: () => Result): Promise<[Answer, Result]> {
  return Promise.all([asked, new Promise(setImmediate).then(work)]);
}
