/**
 * Does `work` now, and again each time a pause after it has ended, until the returned function is called, which waits for what is under way.
 * A failure is reported and ends nothing.
 * @param work is told how to ask whether it shall stop, for when it takes long.
 */
export function repeat(
  pauseMilliseconds: number,
  work: (isStopped: () => boolean) => Promise<void>,
  report: (error: unknown) => void,
): () => Promise<void> {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = work(() => isStopped).catch(report);
    void running.then(() => {
      if (!isStopped) timer = setTimeout(run, pauseMilliseconds).unref();
    });
  };
  let timer = setTimeout(run, 0).unref();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
