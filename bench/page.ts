import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWhenNeeded } from '../src/server/build.ts';
import { startProduct } from '../tests/support/product.ts';
import { measureEventsWhilePages } from './events-while-pages.ts';
import { loadPages, type PageLoad, readPage } from './load-pages.ts';
import { readProcessorTime } from './process-usage.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';
import type { SharedWorld } from './shared-world.ts';

const CONNECTIONS = 20;
const ROUNDS = 4;
const MILLISECONDS = 2_500;
const MOST_P50 = 2;
const MOST_P99_MILLISECONDS = 100;

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const EMPTY_PAGE = fileURLToPath(new URL('./empty-page/', import.meta.url));
const ASTRO = fileURLToPath(new URL('../node_modules/astro/bin/astro.mjs', import.meta.url));
const EMPTY_PAGE_SERVER = fileURLToPath(new URL('./empty-page-server.ts', import.meta.url));

/** A page of the real program, and whether its speed is a goal. */
interface MeasuredPage {
  readonly name: string;
  readonly path: string;
  readonly isGoal: boolean;
}

/** Pages of the real program beside an empty Astro page of the same size, by turns, under twenty connections; then events while they are read. */
export async function benchPage(_options: BenchOptions, world: SharedWorld): Promise<BenchResult[]> {
  const { place, made } = await world.get();
  const pages: MeasuredPage[] = [
    { name: 'company page', path: `/${made.large.slug}`, isGoal: true },
    { name: 'company page, 12 months', path: `/${made.large.slug}?window=12m`, isGoal: true },
    { name: `directory of ${made.companies.toLocaleString('en')}`, path: '/companies', isGoal: true },
    { name: 'directory, by part of a name', path: '/companies?q=river+bank', isGoal: false },
  ];
  await buildWhenNeeded();
  const floor = await startEmptyPage();
  const env: Record<string, string> = place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl };
  const product = await startProduct({ env, dataDir: place.dataDir });
  try {
    const results: BenchResult[] = [];
    const servers = { floor, product: { url: product.url, pid: product.child.pid ?? 0 } };
    for (const page of pages) results.push(...(await measurePage(page, servers)));
    return [...results, ...(await measureEventsWhilePages(product.url, made.large, CONNECTIONS))];
  } finally {
    await product.stop();
    floor.stop();
  }
}

interface PageServer {
  readonly url: string;
  readonly pid: number;
}

interface MeasuredLoad extends PageLoad {
  /** Processor time of the server's process for each page, in milliseconds: that alone, whatever else the machine does. */
  readonly processor: number | undefined;
}

interface Loads {
  readonly floor: MeasuredLoad[];
  readonly product: MeasuredLoad[];
}

async function measurePage(
  { name, path, isGoal }: MeasuredPage,
  servers: { floor: PageServer; product: PageServer },
): Promise<BenchResult[]> {
  const address = servers.product.url + path;
  const bytes = await readPage(address);
  const floorAddress = `${servers.floor.url}?length=${bytes}`;
  const loads: Loads = { floor: [], product: [] };
  for (let round = -1; round < ROUNDS; round++) {
    const floor = await loadServer(servers.floor, floorAddress);
    const product = await loadServer(servers.product, address);
    // The first round warms up.
    if (round < 0) continue;
    loads.floor.push(floor);
    loads.product.push(product);
  }
  return toResults(`page: ${name} (${Math.round(bytes / 1024)} KiB)`, isGoal, loads);
}

async function loadServer({ pid }: PageServer, address: string): Promise<MeasuredLoad> {
  const before = readProcessorTime(pid);
  const found = await loadPages(address, CONNECTIONS, MILLISECONDS);
  const after = readProcessorTime(pid);
  return { ...found, processor: before === undefined || after === undefined ? undefined : (after - before) / found.requests };
}

function toResults(name: string, isGoal: boolean, loads: Loads): BenchResult[] {
  const compare = (figure: 'p50' | 'p99' | 'processor') => {
    const value = median(loads.product.map((load) => load[figure] ?? 0));
    const floor = { name: 'empty Astro page of the same size', value: median(loads.floor.map((load) => load[figure] ?? 0)) };
    return { unit: 'ms', value, floor, ratio: value / floor.value };
  };
  const [p50, p99] = [compare('p50'), compare('p99')];
  const goals = {
    p50: { goal: `at most ${MOST_P50} × the empty page’s`, met: p50.ratio <= MOST_P50 },
    p99: { goal: `under ${MOST_P99_MILLISECONDS} ms`, met: p99.value < MOST_P99_MILLISECONDS },
  };
  return [
    { name: `${name}, ${CONNECTIONS} connections, p50`, ...p50, ...(isGoal ? goals.p50 : {}) },
    { name: `${name}, ${CONNECTIONS} connections, p99`, ...p99, ...(isGoal ? goals.p99 : {}) },
    ...(loads.product[0]?.processor === undefined
      ? []
      : [{ name: `${name}, processor time of the server a page`, ...compare('processor') }]),
  ];
}

interface EmptyPage extends PageServer {
  stop(): void;
}

async function startEmptyPage(): Promise<EmptyPage> {
  // In the project, so that the build finds the packages.
  const folder = join(DIST, `empty-page-${process.pid}`);
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' };
  const build = spawn(process.execPath, [ASTRO, 'build', '--silent', '--root', EMPTY_PAGE, '--outDir', folder], { env, stdio: 'inherit' });
  await new Promise<void>((resolve, reject) => {
    build.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('The empty page was not built.'))));
  });
  const server = spawn(process.execPath, [EMPTY_PAGE_SERVER, join(folder, 'server/entry.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = () => void server.kill('SIGKILL');
  process.once('exit', stop);
  return {
    url: await readAddress(server),
    pid: server.pid ?? 0,
    stop: () => {
      stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    server.once('exit', (code) => reject(new Error(`The server of the empty page ended with ${code}.`)));
  });
}
