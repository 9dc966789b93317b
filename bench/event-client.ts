import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** Batches to send, by so many clients at once. */
export interface Sending {
  readonly url: string;
  readonly key: string;
  readonly bodies: readonly string[];
  readonly clients: number;
}

/** Sends the batches from a thread of its own, as clients are elsewhere: their work is not the server's. @returns milliseconds it took. */
export function sendBatches(sending: Sending): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: sending });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function send({ url, key, bodies, clients }: Sending): Promise<number> {
  const startedAt = performance.now();
  const ownBodies = (client: number) => bodies.filter((_, i) => i % clients === client);
  await Promise.all(Array.from({ length: clients }, (_, client) => sendInTurn(url, key, ownBodies(client))));
  return performance.now() - startedAt;
}

async function sendInTurn(url: string, key: string, bodies: readonly string[]): Promise<void> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  for (const body of bodies) {
    const answer = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body });
    const { rejected } = (await answer.json()) as { rejected?: number };
    if (answer.status !== 200 || rejected !== 0) throw new Error(`A batch was answered with ${answer.status}.`);
  }
}

if (!isMainThread && parentPort !== null) parentPort.postMessage(await send(workerData as Sending));
