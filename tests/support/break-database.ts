import { existsSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';

/**
 * Loaded with `--import` into the product by a test: breaks the thread of the embedded database as soon as there is a file
 * `break` in the data folder.
 */
if (!isMainThread && typeof workerData?.dataDir === 'string') {
  const order = join(dirname(workerData.dataDir), 'break');
  setInterval(() => {
    if (!existsSync(order)) return;
    unlinkSync(order);
    throw new Error('broken by a test');
  }, 20).unref();
}
