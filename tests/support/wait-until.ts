import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until it is so. @throws Error when it is not in half a minute. */
export async function waitUntil(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It did not become so in time: ${isSo}`);
    await sleep(20);
  }
}
