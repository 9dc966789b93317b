import { HOUR_SECONDS } from '../src/domain/instant.ts';
import type { BadgeServerOptions, Move } from './badge-server.ts';
import { type Load, load } from './load.ts';
import { readPage } from './load-pages.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';
import { makeBatch, sendBatch } from './send-events.ts';
import { type ServerThread, startServerThread } from './server-thread.ts';
import type { SharedWorld } from './shared-world.ts';
import { findP99, repeatUntil, timeMilliseconds } from './waits.ts';
import { MEASURED_CHANNEL } from './world/channels.ts';
import type { World, WorldCompany } from './world/make-world.ts';

const CONNECTIONS = 50;
const ROUNDS = 5;
const MILLISECONDS = 2_000;
const LEAST_RATIO = 0.7;
const MOST_P99 = 2;
const FIRST_ROUNDS = 20;
const MOST_FIRST_MILLISECONDS = 5;
const BUSY_ROUNDS = 3;
const BUSY_MILLISECONDS = 4_000;
const MOST_BUSY_P99_MILLISECONDS = 15;
const BATCH_EVENTS = 100;
/** A badge whose report was read less long ago is shown again, even after a change, while it is made anew. */
const FORGETTING_MILLISECONDS = 900;

interface BadgeServer extends ServerThread {
  /** Of the badge that is asked for. */
  readonly badgeUrl: string;
}

interface Loads {
  readonly constant: Measured[];
  readonly product: Measured[];
}

interface Measured extends Load {
  /** What the server could answer in a second with a processor of its own: its thread's work alone, whatever else the machine does. */
  readonly requestsPerCpuSecond: number;
}

/** Badges of the large company: warm beside a constant picture from a bare `node:http` server, the first one, and while events come in. */
export async function benchBadge(_options: BenchOptions, world: SharedWorld): Promise<BenchResult[]> {
  const { place, made } = await world.get();
  const { databaseUrl, dataDir } = place;
  const path = badgePath(made.large);
  const product = await start({ kind: 'product', databaseUrl, dataDir }, path);
  const body = await (await fetch(product.badgeUrl)).text();
  const constant = await start({ kind: 'constant', body }, path);
  try {
    return [
      ...(await measureWarm(product, constant)),
      ...(await measureFirst(product, made)),
      ...(await measureBusy(product, constant, made)),
    ];
  } finally {
    await Promise.all([product.worker.terminate(), constant.worker.terminate()]);
  }
}

const badgePath = ({ slug }: WorldCompany): string => `/badge/${slug}/${MEASURED_CHANNEL}.svg`;

async function start(options: BadgeServerOptions, path: string): Promise<BadgeServer> {
  const server = await startServerThread(options);
  return { ...server, badgeUrl: server.url + path };
}

async function measureWarm(product: BadgeServer, constant: BadgeServer): Promise<BenchResult[]> {
  const loads: Loads = { constant: [], product: [] };
  for (let round = -1; round < ROUNDS; round++) {
    const floor = await loadServer(constant);
    const found = await loadServer(product);
    // The first round warms up.
    if (round < 0) continue;
    loads.constant.push(floor);
    loads.product.push(found);
  }
  return toResults(loads);
}

async function loadServer({ badgeUrl, worker }: BadgeServer): Promise<Measured> {
  const before = await worker.cpuUsage();
  const found = await load(badgeUrl, CONNECTIONS, MILLISECONDS);
  const { user, system } = await worker.cpuUsage(before);
  return { ...found, requestsPerCpuSecond: (found.requests * 1_000_000) / (user + system) };
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

/** At an address that nobody has asked for before; then there again after a message of today, whose day is tallied first. */
async function measureFirst(product: BadgeServer, { large, small }: World): Promise<BenchResult[]> {
  // The code has run before, for others.
  for (const company of small) await readPage(product.url + badgePath(company));
  const health: number[] = [];
  const first: number[] = [];
  const processor: number[] = [];
  const changed: number[] = [];
  for (let round = 0; round < FIRST_ROUNDS; round++) {
    const slug = `${large.slug}-${round}`;
    await move(product, large, slug);
    const url = product.url + badgePath({ ...large, slug });
    health.push(await timeMilliseconds(() => readPage(`${product.url}/healthz`)));
    const before = await product.worker.cpuUsage();
    first.push(await timeMilliseconds(() => readPage(url)));
    const { user, system } = await product.worker.cpuUsage(before);
    processor.push((user + system) / 1000);
    await new Promise((resolve) => setTimeout(resolve, FORGETTING_MILLISECONDS));
    await sendEvents(product, large, `first-${round}`, 2);
    changed.push(await timeMilliseconds(() => readPage(url)));
  }
  await move(product, large, large.slug);
  const value = median(first);
  const floor = { name: 'health check, which asks the database once', value: median(health) };
  const compare = (waits: number[]) => ({ value: median(waits), unit: 'ms', floor, ratio: median(waits) / floor.value });
  const goal = `under ${MOST_FIRST_MILLISECONDS} ms`;
  return [
    { name: 'badge: first of the large company', ...compare(first), goal, met: value < MOST_FIRST_MILLISECONDS },
    { name: 'badge: first of the large company, processor time of the server’s thread', value: median(processor), unit: 'ms' },
    { name: 'badge: first after a message of today', ...compare(changed) },
  ];
}

/** Gives the company another address, and waits until what is new shows. */
async function move({ worker }: BadgeServer, { scope: { companyId } }: WorldCompany, slug: string): Promise<void> {
  const move: Move = { companyId, slug };
  await new Promise((resolve) => {
    worker.once('message', resolve);
    worker.postMessage(move);
  });
  await new Promise((resolve) => setTimeout(resolve, FORGETTING_MILLISECONDS));
}

interface Busy {
  readonly pictures: number;
  readonly batches: number;
  readonly reports: number;
}

/**
 * The badge of the very company whose events come in, while its report of a year is read again and again; by turns with the constant picture
 * while the same goes on.
 */
async function measureBusy(product: BadgeServer, constant: BadgeServer, { large }: World): Promise<BenchResult[]> {
  const badge: Busy[] = [];
  const floors: Busy[] = [];
  for (let round = 0; round < BUSY_ROUNDS; round++) {
    floors.push(await loadWhileBusy(product, constant.badgeUrl, large, `constant-${round}`));
    badge.push(await loadWhileBusy(product, product.badgeUrl, large, `badge-${round}`));
  }
  const of = (loads: Busy[], figure: keyof Busy) => median(loads.map((one) => one[figure]));
  const value = of(badge, 'pictures');
  const floor = { name: 'constant picture meanwhile', value: of(floors, 'pictures') };
  return [
    {
      name: `badge: p99 under ${CONNECTIONS} connections while events come in and reports are read`,
      ...{ value, unit: 'ms', floor, ratio: value / floor.value },
      ...{ goal: `at most ${MOST_BUSY_P99_MILLISECONDS} ms`, met: value <= MOST_BUSY_P99_MILLISECONDS },
    },
    { name: `badge: meanwhile, p99 of a batch of ${BATCH_EVENTS} events`, value: of(badge, 'batches'), unit: 'ms' },
    { name: 'badge: meanwhile, p99 of the report of 12 months', value: of(badge, 'reports'), unit: 'ms' },
  ];
}

/** The p99 of each, in milliseconds. */
async function loadWhileBusy(product: BadgeServer, pictureUrl: string, company: WorldCompany, name: string): Promise<Busy> {
  const until = performance.now() + BUSY_MILLISECONDS;
  const sending = repeatUntil(until, (turn) => sendEvents(product, company, `${name}-${turn}`, BATCH_EVENTS));
  const report = `${product.url}/api/v1/companies/${company.slug}/compliance?window=12m`;
  const reading = repeatUntil(until, async () => void (await readPage(report)));
  const { p99Milliseconds } = await load(pictureUrl, CONNECTIONS, BUSY_MILLISECONDS, true);
  return { pictures: p99Milliseconds, batches: findP99(await sending), reports: findP99(await reading) };
}

/** Questions of the last hour and their answers. */
function sendEvents({ url }: BadgeServer, { key }: WorldCompany, name: string, count: number): Promise<void> {
  const askedAt = Math.floor(Date.now() / 1000) - HOUR_SECONDS;
  return sendBatch(
    url,
    key,
    makeBatch(name, count, (index) => askedAt + index),
    count,
  );
}
