import { parentPort } from 'node:worker_threads';

/** A recording thread that breaks at the first body. */
parentPort?.on('message', () => process.exit(1));
parentPort?.postMessage({ kind: 'ready' });
