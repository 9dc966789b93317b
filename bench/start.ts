import { buildWhenNeeded } from '../src/server/build.ts';
import { startProduct } from '../tests/support/product.ts';
import { loadPages, readPage } from './load-pages.ts';
import type { Place } from './place.ts';
import { readProcessMemory, readProcessorTime } from './process-usage.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';
import type { SharedWorld } from './shared-world.ts';

const ROUNDS = 5;
const IDLE_MILLISECONDS = 3_000;
const LOAD_MILLISECONDS = 3_000;
const CONNECTIONS = 20;
const MEBIBYTE = 1024 * 1024;
const MOST = {
  postgres: { startMilliseconds: 1_000, mebibytes: 200 },
  pglite: { startMilliseconds: 1_500, mebibytes: 600 },
} as const;

interface Start {
  readonly readyMilliseconds: number;
  readonly firstPageMilliseconds: number;
  /** Up to then, whatever else the machine did. */
  readonly processorMilliseconds: number;
  readonly idle: number;
  readonly loaded: number;
}

/** From starting the real program to its first page, and the memory it holds: idle, and after pages were read. */
export async function benchStart({ database }: BenchOptions, world: SharedWorld): Promise<BenchResult[]> {
  const { place, made } = await world.get();
  await buildWhenNeeded();
  const starts: Start[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const start = await startOnce(place, made.large.slug);
    // The first start warms the disk's cache.
    if (round >= 0) starts.push(start);
  }
  const { startMilliseconds, mebibytes } = MOST[database];
  const of = (figure: keyof Start) => median(starts.map((start) => start[figure]));
  const [first, idle] = [of('firstPageMilliseconds'), of('idle')];
  return [
    { name: 'start: until it listens', value: of('readyMilliseconds'), unit: 'ms' },
    {
      name: 'start: until the first page',
      value: first,
      unit: 'ms',
      goal: `at most ${startMilliseconds} ms`,
      met: first <= startMilliseconds,
    },
    { name: 'start: processor time until the first page', value: of('processorMilliseconds'), unit: 'ms' },
    { name: 'memory: idle', value: idle, unit: 'MiB', goal: `at most ${mebibytes} MiB`, met: idle <= mebibytes },
    { name: `memory: after company pages under ${CONNECTIONS} connections`, value: of('loaded'), unit: 'MiB' },
  ];
}

async function startOnce({ databaseUrl, dataDir }: Place, slug: string): Promise<Start> {
  const startedAt = performance.now();
  const product = await startProduct({ env: databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }, dataDir });
  try {
    const readyAt = performance.now();
    await readPage(`${product.url}/`);
    const firstPageAt = performance.now();
    const pid = product.child.pid ?? 0;
    const processorMilliseconds = readProcessorTime(pid) ?? Number.NaN;
    await new Promise((resolve) => setTimeout(resolve, IDLE_MILLISECONDS));
    const idle = readProcessMemory(pid).present / MEBIBYTE;
    await loadPages(`${product.url}/${slug}`, CONNECTIONS, LOAD_MILLISECONDS);
    const loaded = readProcessMemory(pid).present / MEBIBYTE;
    return { readyMilliseconds: readyAt - startedAt, firstPageMilliseconds: firstPageAt - startedAt, processorMilliseconds, idle, loaded };
  } finally {
    await product.stop();
  }
}
