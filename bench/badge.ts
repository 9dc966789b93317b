import { Worker } from 'node:worker_threads';
import type { BadgeServerOptions } from './badge-server.ts';
import { type Load, load } from './load.ts';
import { readPage } from './load-pages.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';
import type { SharedWorld } from './shared-world.ts';
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
/** A report that was read less long ago is shown again, even after a change. */
const FORGETTING_MILLISECONDS = 250;

interface BadgeServer {
  /** Of the badge that is asked for. */
  readonly badgeUrl: string;
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

/** Badges of the large company: warm beside a constant picture from a bare `node:http` server, the first one, and while events come in. */
export async function benchBadge(_options: BenchOptions, world: SharedWorld): Promise<BenchResult[]> {
  const { place, made } = await world.get();
  const { databaseUrl, dataDir } = place;
  const path = badgePath(made.large);
  const product = await start({ kind: 'product', databaseUrl, dataDir }, path);
  const body = await (await fetch(product.badgeUrl)).text();
  const constant = await start({ kind: 'constant', body }, path);
  try {
    return [...(await measureWarm(product, constant)), ...(await measureFirst(product, made)), ...(await measureBusy(product, made))];
  } finally {
    await Promise.all([product.worker.terminate(), constant.worker.terminate()]);
  }
}

const badgePath = ({ slug }: WorldCompany): string => `/badge/${slug}/${MEASURED_CHANNEL}.svg`;

async function start(options: BadgeServerOptions, path: string): Promise<BadgeServer> {
  const worker = new Worker(new URL('./badge-server.ts', import.meta.url), { workerData: options });
  const url = await new Promise<string>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { url, badgeUrl: url + path, worker };
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

/** Nothing is remembered of the company; then the same after a message of today, whose day is tallied first. */
async function measureFirst(product: BadgeServer, { large, small }: World): Promise<BenchResult[]> {
  // The code has run before, for others.
  for (const company of small) await readPage(product.url + badgePath(company));
  const first: number[] = [];
  const changed: number[] = [];
  for (let round = 0; round < FIRST_ROUNDS; round++) {
    await forget(product, large);
    first.push(await timeMilliseconds(() => readPage(product.badgeUrl)));
    await new Promise((resolve) => setTimeout(resolve, FORGETTING_MILLISECONDS));
    await sendEvents(product, large, `first-${round}`, 2);
    changed.push(await timeMilliseconds(() => readPage(product.badgeUrl)));
  }
  const value = median(first);
  const goal = `under ${MOST_FIRST_MILLISECONDS} ms`;
  return [
    { name: 'badge: first of the large company', value, unit: 'ms', goal, met: value < MOST_FIRST_MILLISECONDS },
    { name: 'badge: first after a message of today', value: median(changed), unit: 'ms' },
  ];
}

async function forget({ worker }: BadgeServer, { scope }: WorldCompany): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, FORGETTING_MILLISECONDS));
  await new Promise((resolve) => {
    worker.once('message', resolve);
    worker.postMessage(scope.companyId);
  });
}

/** The badge of the very company whose events come in, while its report of a year is read again and again. */
async function measureBusy(product: BadgeServer, { large }: World): Promise<BenchResult[]> {
  const badge: number[] = [];
  const batches: number[] = [];
  const reports: number[] = [];
  for (let round = 0; round < BUSY_ROUNDS; round++) {
    const until = performance.now() + BUSY_MILLISECONDS;
    const sending = repeatUntil(until, (turn) => sendEvents(product, large, `busy-${round}-${turn}`, BATCH_EVENTS));
    const reading = repeatUntil(
      until,
      async () => void (await readPage(`${product.url}/api/v1/companies/${large.slug}/compliance?window=12m`)),
    );
    badge.push((await load(product.badgeUrl, CONNECTIONS, BUSY_MILLISECONDS, true)).p99Milliseconds);
    batches.push(findP99(await sending));
    reports.push(findP99(await reading));
  }
  const value = median(badge);
  return [
    {
      name: `badge: p99 under ${CONNECTIONS} connections while events come in and reports are read`,
      value,
      unit: 'ms',
      goal: `at most ${MOST_BUSY_P99_MILLISECONDS} ms`,
      met: value <= MOST_BUSY_P99_MILLISECONDS,
    },
    { name: `badge: meanwhile, p99 of a batch of ${BATCH_EVENTS} events`, value: median(batches), unit: 'ms' },
    { name: 'badge: meanwhile, p99 of the report of 12 months', value: median(reports), unit: 'ms' },
  ];
}

/** How long each turn took, in milliseconds. */
async function repeatUntil(until: number, work: (turn: number) => Promise<void>): Promise<number[]> {
  const waits: number[] = [];
  for (let turn = 0; performance.now() < until; turn++) waits.push(await timeMilliseconds(() => work(turn)));
  return waits;
}

const findP99 = (waits: number[]): number => waits.sort((a, b) => a - b)[Math.ceil(waits.length * 0.99) - 1] ?? Number.NaN;

async function timeMilliseconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Questions of the last hour and their answers. */
async function sendEvents({ url }: BadgeServer, { key }: WorldCompany, name: string, count: number): Promise<void> {
  const askedAt = Math.floor(Date.now() / 1000) - 3_600;
  const events = Array.from({ length: count }, (_, index) => {
    const conversation = `${name}-${index >> 1}`;
    const isQuestion = index % 2 === 0;
    const type = isQuestion ? 'customer-message' : 'agent-reply';
    return { id: `${conversation}-${type}`, conversation, channel: MEASURED_CHANNEL, type, at: askedAt + (isQuestion ? index : 1_800) };
  });
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
  const { recorded } = (await answer.json()) as { recorded?: number };
  if (recorded !== count) throw new Error(`A batch was answered with ${answer.status}, ${recorded} recorded.`);
}
