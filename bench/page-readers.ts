import { parentPort, workerData } from 'node:worker_threads';
import { loadPages } from './load-pages.ts';

/** A thread that reads a page and posts what it took: whoever measures something else meanwhile need not wait for its readers. */

export interface PageReading {
  readonly address: string;
  readonly connections: number;
  readonly milliseconds: number;
}

const { address, connections, milliseconds } = workerData as PageReading;
parentPort?.postMessage(await loadPages(address, connections, milliseconds));
