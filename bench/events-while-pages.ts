import { HOUR_SECONDS } from '../src/domain/instant.ts';
import { loadPages } from './load-pages.ts';
import { type BenchResult, median } from './result.ts';
import { makeBatch, sendBatch } from './send-events.ts';
import { findP99, repeatUntil } from './waits.ts';
import type { WorldCompany } from './world/make-world.ts';

const ROUNDS = 4;
const MILLISECONDS = 4_000;
const BATCH_EVENTS = 100;
const MOST_MILLISECONDS = 100;

/** One batch after the other of the very company whose page is read by `connections` at once: what a batch waits, and what a page does. */
export async function measureEventsWhilePages(url: string, { slug, key }: WorldCompany, connections: number): Promise<BenchResult[]> {
  const found = { batches: [] as number[], pages: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    const until = performance.now() + MILLISECONDS;
    const sending = repeatUntil(until, (turn) => sendBatch(url, key, makeRecentBatch(`page-${round}-${turn}`), BATCH_EVENTS));
    const { p99 } = await loadPages(`${url}/${slug}`, connections, MILLISECONDS);
    const waits = await sending;
    // The first round warms up.
    if (round < 0) continue;
    found.batches.push(findP99(waits));
    found.pages.push(p99);
  }
  const toResult = (name: string, values: number[]): BenchResult => {
    const value = median(values);
    const met = value < MOST_MILLISECONDS;
    return { name: `page: ${name}`, value, unit: 'ms', goal: `under ${MOST_MILLISECONDS} ms`, met };
  };
  return [
    toResult(`p99 of a batch of ${BATCH_EVENTS} events while the company page is read on ${connections} connections`, found.batches),
    toResult('company page meanwhile, p99', found.pages),
  ];
}

function makeRecentBatch(name: string): string {
  const askedAt = Math.floor(Date.now() / 1000) - HOUR_SECONDS;
  return makeBatch(name, BATCH_EVENTS, (index) => askedAt + index);
}
