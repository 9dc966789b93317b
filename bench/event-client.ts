import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
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
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const encoded = bodies.map((body) => Buffer.from(body));
  const startedAt = performance.now();
  const ownBodies = (client: number) => encoded.filter((_, i) => i % clients === client);
  await Promise.all(Array.from({ length: clients }, (_, client) => sendInTurn(agent, url, key, ownBodies(client))));
  agent.destroy();
  return performance.now() - startedAt;
}

async function sendInTurn(agent: Agent, url: string, key: string, bodies: readonly Buffer[]): Promise<void> {
  for (const body of bodies) {
    const { status, answer } = await post(agent, url, key, body);
    // The counts stand first. Reading all the rest as JSON would be work for the processors that the server needs.
    if (status !== 200 || !answer.slice(0, 80).includes('"rejected":0,')) throw new Error(`A batch was answered with ${status}.`);
  }
}

function post(agent: Agent, url: string, key: string, body: Buffer): Promise<{ status: number | undefined; answer: string }> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Content-Length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/api/v1/events`, { agent, method: 'POST', headers }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode, answer }), reject);
    });
    sent.on('error', reject).end(body);
  });
}

if (!isMainThread && parentPort !== null) parentPort.postMessage(await send(workerData as Sending));
