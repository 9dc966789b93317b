/** Waits for all, so that nothing goes on behind whoever hears of a failure. @throws the first of the failures. */
export async function settleAll<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const failures: unknown[] = [];
  const results = await Promise.all(works.map((work) => work.catch((error) => void failures.push(error))));
  if (failures.length > 0) throw failures[0];
  return results as T[];
}
