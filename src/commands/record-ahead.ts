/**
 * Records batches one after the other, in their order, and reads the next one meanwhile: the database and this process work at once.
 * Two batches are held at most.
 * @param record is never called before the batch before it is recorded.
 * @throws what `batches` or `record` throws; nothing more is recorded then.
 */
export async function recordAhead<Batch>(batches: AsyncIterable<Batch>, record: (batch: Batch) => Promise<void>): Promise<void> {
  let underWay: Promise<void> = Promise.resolve();
  try {
    for await (const batch of batches) {
      await underWay;
      underWay = record(batch);
      // It is looked at when the next batch has been read. Until then a failure is not one that nobody handles.
      underWay.catch(() => {});
    }
  } finally {
    // Whoever is told of a file that cannot be read on can rely on nothing being recorded any more.
    await underWay;
  }
}
