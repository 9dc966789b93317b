import { DAY_SECONDS } from '../src/domain/instant.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';
import { makeBatch, sendBatch } from './send-events.ts';
import { startServerThread } from './server-thread.ts';
import type { SharedWorld } from './shared-world.ts';
import type { WorldCompany } from './world/make-world.ts';

/** More than elsewhere: one takes less than a second, and anything may happen in it. */
const ROUNDS = 7;
const BATCHES = 20;
const BATCH_EVENTS = 1_000;
const SPREAD_SECONDS = 60 * DAY_SECONDS;
const LEAST_RATIO = 0.85;

/** Events a second on top of the large company's messages beside those of a company with few, by turns. */
export async function benchEventsOnTop(_options: BenchOptions, world: SharedWorld): Promise<BenchResult[]> {
  const { place, made } = await world.get();
  const [few] = made.small;
  if (few === undefined) throw new Error('The world has no small company.');
  const { databaseUrl, dataDir } = place;
  const server = await startServerThread({ kind: 'product', databaseUrl, dataDir });
  const rates = { few: [] as number[], large: [] as number[] };
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const found = {
        few: await measureRate(server.url, few, `top-${round}`),
        large: await measureRate(server.url, made.large, `top-${round}`),
      };
      // The first round warms up.
      if (round < 0) continue;
      rates.few.push(found.few);
      rates.large.push(found.large);
    }
  } finally {
    await server.worker.terminate();
  }
  const [value, floor] = [median(rates.large), median(rates.few)];
  return [
    {
      name: `events: on top of ${made.counts.messages.toLocaleString('en')} messages`,
      ...{ value, unit: 'events/s', floor: { name: 'the same for a company with few', value: floor }, ratio: value / floor },
      ...{ goal: `at least ${LEAST_RATIO} of that`, met: value / floor >= LEAST_RATIO },
    },
  ];
}

async function measureRate(url: string, { key }: WorldCompany, name: string): Promise<number> {
  const until = Math.floor(Date.now() / 1000) - DAY_SECONDS;
  const bodies = Array.from({ length: BATCHES }, (_, batch) =>
    makeBatch(`${name}-${batch}`, BATCH_EVENTS, (index) => until - ((index * 7_919 + batch * 104_729) % SPREAD_SECONDS)),
  );
  const startedAt = performance.now();
  for (const body of bodies) await sendBatch(url, key, body, BATCH_EVENTS);
  return (BATCHES * BATCH_EVENTS * 1000) / (performance.now() - startedAt);
}
