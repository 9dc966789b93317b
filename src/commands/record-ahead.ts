/**
 * Records batches one after the other, in their order, and reads and prepares the next one meanwhile: the database and this process work at
 * once. Two batches are held at most.
 * @param record is called as soon as a batch is read, and must not write before the one before it is recorded: `after` says so, or that it failed.
 * @throws what `batches` or `record` throws; nothing more is recorded then.
 */
export async function recordAhead<Batch>(
  batches: AsyncIterable<Batch>,
  record: (batch: Batch, after: Promise<void>) => Promise<void>,
): Promise<void> {
  let underWay: Promise<void> = Promise.resolve();
  try {
    for await (const batch of batches) {
      const before = underWay;
      underWay = record(batch, before);
      // It is looked at when the next batch has been read. Until then a failure is not one that nobody handles.
      underWay.catch(() => {});
      await before;
    }
  } finally {
    // Whoever is told of a file that cannot be read on can rely on nothing being recorded any more.
    await underWay;
  }
}
