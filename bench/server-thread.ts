import { Worker } from 'node:worker_threads';
import type { BadgeServerOptions } from './badge-server.ts';

/** A server in a thread of its own. */
export interface ServerThread {
  readonly url: string;
  readonly worker: Worker;
}

/** Starts `badge-server.ts`; resolves when it listens. */
export async function startServerThread(options: BadgeServerOptions): Promise<ServerThread> {
  const worker = new Worker(new URL('./badge-server.ts', import.meta.url), { workerData: options });
  const url = await new Promise<string>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { url, worker };
}
