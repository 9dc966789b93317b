import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchBadge } from './badge.ts';
import { benchCalendar } from './calendar.ts';
import { benchCompliance } from './compliance.ts';
import { benchEvents } from './events.ts';
import { benchEventsOnTop } from './events-on-top.ts';
import { benchImport } from './import.ts';
import { benchPage } from './page.ts';
import { benchQueue } from './queue.ts';
import type { BenchOptions, BenchResult } from './result.ts';
import { SharedWorld } from './shared-world.ts';
import { benchStart } from './start.ts';
import { measureStorage } from './storage.ts';

/**
 * `npm run bench`, or `npm run bench -- --only calendar,badge --size 1m --database postgres`: measures each part beside what
 * the machine can do in the same run, prints the figures, writes them to bench/results.json, and exits 1 when a goal is missed.
 */

const MOST_RECORDED_BEFORE = 100_000;

/** Each part measures floor and product by turns, several times, and gives medians. */
const PARTS: Record<string, (options: BenchOptions, world: SharedWorld) => Promise<BenchResult[]>> = {
  calendar: benchCalendar,
  storage: measureStorage,
  start: benchStart,
  page: benchPage,
  // It leaves more messages of today than any company has.
  badge: benchBadge,
  compliance: benchCompliance,
  queue: benchQueue,
  import: benchImport,
  // It begins with so many events of its own, recorded one batch after the other: more would take longer than all else.
  events: async (options, world) => [
    ...(await benchEvents({ ...options, size: Math.min(options.size, MOST_RECORDED_BEFORE) })),
    ...(await benchEventsOnTop(options, world)),
  ],
};
const SIZES: Record<string, number> = { '10k': 10_000, '1m': 1_000_000, '10m': 10_000_000 };
const DATABASES = ['pglite', 'postgres'] as const;

type PartResult = BenchResult & { part: string };

async function run(args: string[]): Promise<number> {
  // Each run makes databases of its own on the server and drops them.
  process.env.TEST_DATABASE_URL ||= process.env.DATABASE_URL ?? '';
  const { parts, options } = readOptions(args);
  // What else the machine was doing: absolute figures mean little on a busy one, ratios still do.
  const [loadBefore, startedAt] = [loadavg()[0], performance.now()];
  const results: PartResult[] = [];
  const world = new SharedWorld(options);
  // A large world must not stay on the disk.
  process.once('SIGINT', () => void world.close().finally(() => process.exit(130)));
  try {
    for (const part of parts) {
      console.log(`\n${part}`);
      results.push(...(await measurePart(part, options, world)));
      writeResults({ loadBefore, seconds: Math.round((performance.now() - startedAt) / 1000), options, results });
    }
  } finally {
    await world.close();
  }
  const missed = results.filter(({ met }) => met === false).length;
  console.log(`\n${results.filter(({ met }) => met === true).length} goals met, ${missed} missed`);
  return missed === 0 ? 0 : 1;
}

/** A part that fails is a goal missed; the others are measured all the same. */
async function measurePart(part: string, options: BenchOptions, world: SharedWorld): Promise<PartResult[]> {
  try {
    const found = (await PARTS[part]?.(options, world)) ?? [];
    for (const result of found) console.log(describe(result));
    return found.map((result) => ({ part, ...result }));
  } catch (error) {
    console.error(error);
    return [{ part, name: `${part}: not measured`, value: 0, unit: '', goal: 'to be measured', met: false }];
  }
}

function writeResults(run: {
  loadBefore: number | undefined;
  seconds: number;
  options: BenchOptions;
  results: readonly PartResult[];
}): void {
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryBytes: totalmem(), node: process.version };
  const file = fileURLToPath(new URL('./results.json', import.meta.url));
  writeFileSync(file, `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, ...run }, null, 2)}\n`);
}

/** @throws Error naming what there is to choose from. */
function readOptions(args: string[]): { parts: string[]; options: BenchOptions } {
  const only = { type: 'string', default: Object.keys(PARTS).join(',') } as const;
  const { values } = parseArgs({
    args,
    options: { only, size: { type: 'string', default: '10k' }, database: { type: 'string', default: 'postgres' } },
  });
  const parts = values.only.split(',').map((part) => choose('--only', part.trim(), Object.keys(PARTS)));
  const size = SIZES[choose('--size', values.size, Object.keys(SIZES))] ?? 0;
  return { parts, options: { size, database: choose('--database', values.database, DATABASES) } };
}

function choose<Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Error(`${option} ${value}: there is ${choices.join(', ')}.`);
  return found;
}

function describe({ name, value, unit, floor, ratio, goal, met }: BenchResult): string {
  const lines = [`  ${name}: ${toFigure(value)} ${unit}`];
  if (floor !== undefined) lines.push(`    ${ratio?.toFixed(2) ?? '?'} × ${floor.name} (${toFigure(floor.value)} ${unit})`);
  if (goal !== undefined) lines.push(`    ${met ? 'met   ' : 'MISSED'} ${goal}`);
  return lines.join('\n');
}

const toFigure = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
