import { Worker } from 'node:worker_threads';
import { startPostgres } from '../tests/support/postgres-server.ts';
import { createEmptyPostgresDatabase } from '../tests/support/test-databases.ts';
import type { BadgeServerOptions } from './badge-server.ts';
import { type Load, load } from './load.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';

const CONNECTIONS = 50;
const ROUNDS = 5;
const MILLISECONDS = 2_000;
const LEAST_RATIO = 0.7;
const MOST_P99 = 2;

interface BadgeServer {
  readonly url: string;
  readonly worker: Worker;
}

interface Loads {
  readonly constant: Measured[];
  readonly product: Measured[];
}

interface Measured extends Load {
  /** What the server could answer in a second with a processor of its own: its thread's work alone, whatever else the machine does. */
  readonly requestsPerCpuSecond: number;
}

/** Warm badges a second beside a constant picture from a bare `node:http` server, by turns on the same machine. */
export async function benchBadge({ database }: BenchOptions): Promise<BenchResult[]> {
  if (database === 'pglite') return measure(undefined);
  const postgres = await startPostgres();
  try {
    const place = await createEmptyPostgresDatabase(postgres.url);
    return await measure(place.url);
  } finally {
    await postgres.stop();
  }
}

async function measure(databaseUrl: string | undefined): Promise<BenchResult[]> {
  const product = await start({ kind: 'product', databaseUrl });
  const constant = await start({ kind: 'constant', body: await (await fetch(product.url)).text() });
  const loads: Loads = { constant: [], product: [] };
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const floor = await loadServer(constant);
      const found = await loadServer(product);
      // The first round warms up.
      if (round < 0) continue;
      loads.constant.push(floor);
      loads.product.push(found);
    }
  } finally {
    await Promise.all([product.worker.terminate(), constant.worker.terminate()]);
  }
  return toResults(loads);
}

async function loadServer({ url, worker }: BadgeServer): Promise<Measured> {
  const before = await worker.cpuUsage();
  const found = await load(url, CONNECTIONS, MILLISECONDS);
  const { user, system } = await worker.cpuUsage(before);
  return { ...found, requestsPerCpuSecond: (found.requests * 1_000_000) / (user + system) };
}

async function start(options: BadgeServerOptions): Promise<BadgeServer> {
  const worker = new Worker(new URL('./badge-server.ts', import.meta.url), { workerData: options });
  const url = await new Promise<string>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { url, worker };
}

const FLOOR = 'constant picture from bare node:http';
type Figure = 'requestsPerSecond' | 'requestsPerCpuSecond' | 'p99Milliseconds';

function compare(loads: Loads, figure: Figure): Required<Pick<BenchResult, 'value' | 'floor' | 'ratio'>> {
  const value = median(loads.product.map((one) => one[figure]));
  const floor = { name: FLOOR, value: median(loads.constant.map((one) => one[figure])) };
  return { value, floor, ratio: value / floor.value };
}

function toResults(loads: Loads): BenchResult[] {
  const rate = compare(loads, 'requestsPerSecond');
  const capacity = compare(loads, 'requestsPerCpuSecond');
  const p99 = compare(loads, 'p99Milliseconds');
  const least = `at least ${LEAST_RATIO} of the constant picture`;
  return [
    { name: `badge: warm, ${CONNECTIONS} connections`, unit: 'requests/s', ...rate, goal: least, met: rate.ratio >= LEAST_RATIO },
    {
      name: 'badge: warm, for each second of the server’s thread',
      unit: 'requests/s',
      ...capacity,
      goal: least,
      met: capacity.ratio >= LEAST_RATIO,
    },
    { name: 'badge: warm, p99', unit: 'ms', ...p99, goal: `at most ${MOST_P99} × the constant picture’s`, met: p99.ratio <= MOST_P99 },
  ];
}
