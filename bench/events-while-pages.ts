import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { HOUR_SECONDS } from '../src/domain/instant.ts';
import type { PageLoad } from './load-pages.ts';
import type { PageReading } from './page-readers.ts';
import { type BenchResult, median } from './result.ts';
import { makeBatch, sendBatch } from './send-events.ts';
import { findP99, timeMilliseconds } from './waits.ts';
import type { WorldCompany } from './world/make-world.ts';

const ROUNDS = 3;
const MILLISECONDS = 10_000;
const BATCH_EVENTS = 100;
/** 500 events a second: more would make of today a day as no company has one. */
const PAUSE_MILLISECONDS = 200;
const MOST_MILLISECONDS = 100;

/** Five batches a second of the very company whose page is read by `connections` at once: how long a batch takes, and a page. */
export async function measureEventsWhilePages(url: string, { slug, key }: WorldCompany, connections: number): Promise<BenchResult[]> {
  const found = { batches: [] as number[], pages: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    const until = performance.now() + MILLISECONDS;
    const sending = sendUntil(until, (turn) => sendBatch(url, key, makeRecentBatch(`page-${round}-${turn}`), BATCH_EVENTS));
    const { p99 } = await readPages({ address: `${url}/${slug}`, connections, milliseconds: MILLISECONDS });
    const waits = await sending;
    // The first round warms up.
    if (round < 0) continue;
    found.batches.push(...waits);
    found.pages.push(p99);
  }
  const toResult = (name: string, value: number): BenchResult => {
    const met = value < MOST_MILLISECONDS;
    return { name: `page: ${name}`, value, unit: 'ms', goal: `under ${MOST_MILLISECONDS} ms`, met };
  };
  return [
    toResult(
      `p99 of a batch of ${BATCH_EVENTS} events while the company page is read on ${connections} connections`,
      findP99(found.batches),
    ),
    toResult('company page meanwhile, p99', median(found.pages)),
  ];
}

/** In a thread of their own: in this one the answer to a batch would wait for them, and be told as the server's. */
function readPages(reading: PageReading): Promise<PageLoad> {
  const worker = new Worker(new URL('./page-readers.ts', import.meta.url), { workerData: reading });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** How long each batch took, in milliseconds. */
async function sendUntil(until: number, send: (turn: number) => Promise<void>): Promise<number[]> {
  const waits: number[] = [];
  for (let turn = 0; performance.now() < until; turn++) {
    waits.push(await timeMilliseconds(() => send(turn)));
    await setTimeout(PAUSE_MILLISECONDS - Math.min(waits.at(-1) ?? 0, PAUSE_MILLISECONDS));
  }
  return waits;
}

function makeRecentBatch(name: string): string {
  const askedAt = Math.floor(Date.now() / 1000) - HOUR_SECONDS;
  return makeBatch(name, BATCH_EVENTS, (index) => askedAt + index);
}
