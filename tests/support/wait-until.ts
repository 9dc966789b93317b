import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until it is so. @throws Error when it is not in half a minute, or the time given. */
export async function waitUntil(isSo: () => Promise<boolean> | boolean, milliseconds = 30_000): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It did not become so in time: ${isSo}`);
    await sleep(20);
  }
}
