/** How long `work` takes, in milliseconds. */
export async function timeMilliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Does `work` again and again until then, by `performance.now()`. @returns how long each turn took, in milliseconds. */
export async function repeatUntil(until: number, work: (turn: number) => Promise<void>): Promise<number[]> {
  const waits: number[] = [];
  for (let turn = 0; performance.now() < until; turn++) waits.push(await timeMilliseconds(() => work(turn)));
  return waits;
}

/** The nearest rank. */
export const findP99 = (waits: readonly number[]): number =>
  waits.toSorted((a, b) => a - b)[Math.ceil(waits.length * 0.99) - 1] ?? Number.NaN;
