import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Database } from '../../src/store/database.ts';
import { type CompanyPlan, type PlannedHour, spreadOverHours } from './company-plan.ts';
import { copyText } from './copy-text.ts';
import { addCounts, COPY_TARGETS, type CopyTexts, CopyWriter, type FilledCounts, NO_COUNTS } from './copy-texts.ts';
import { drawHour } from './draw-conversation.ts';
import type { FillWork } from './fill-worker.ts';

/** About so many are drawn and copied at once: some ten megabytes of text. */
const CONVERSATIONS_AT_ONCE = 20_000;
/** Fewer are not worth a thread. */
const CONVERSATIONS_OF_A_THREAD = 100_000;

/**
 * Writes the events, conversations and obligations of a company. What follows from them (days, signs) is not written here.
 * @param databaseUrl lets several threads write, on PostgreSQL.
 */
export async function fillCompany(db: Database, databaseUrl: string | undefined, plan: CompanyPlan): Promise<FilledCounts> {
  const hours = spreadOverHours(plan).filter(({ count }) => count > 0);
  if (databaseUrl === undefined || plan.conversations < CONVERSATIONS_OF_A_THREAD) {
    return fillHours(db, plan, hours);
  }
  const threads = availableParallelism();
  const parts = Array.from({ length: threads }, (_, part) => hours.slice(...cut(hours.length, part, threads)));
  const counts = await Promise.all(parts.map((part) => fillInThread({ plan, hours: part, databaseUrl })));
  return counts.reduce(addCounts, NO_COUNTS);
}

const cut = (length: number, part: number, parts: number): [number, number] => [
  Math.floor((length * part) / parts),
  Math.floor((length * (part + 1)) / parts),
];

function fillInThread(work: FillWork): Promise<FilledCounts> {
  const worker = new Worker(new URL('./fill-worker.ts', import.meta.url), { workerData: work });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Draws the next conversations while the last ones are copied. */
export async function fillHours(db: Database, plan: CompanyPlan, hours: readonly PlannedHour[]): Promise<FilledCounts> {
  const writer = new CopyWriter(plan);
  let counts = NO_COUNTS;
  let copied = Promise.resolve();
  for (const conversations of drawInParts(plan, hours)) {
    const texts = writer.write(conversations);
    await copied;
    copied = copyTexts(db, texts);
    // Who fails is found out about at the next turn.
    copied.catch(() => {});
    counts = addCounts(counts, texts.counts);
  }
  await copied;
  return counts;
}

function* drawInParts(plan: CompanyPlan, hours: readonly PlannedHour[]) {
  let part: ReturnType<typeof drawHour> = [];
  for (const hour of hours) {
    part = part.concat(drawHour(plan, hour));
    if (part.length < CONVERSATIONS_AT_ONCE) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

async function copyTexts(db: Database, texts: CopyTexts): Promise<void> {
  for (const table of ['event', 'conversation', 'obligation'] as const) await copyText(db, COPY_TARGETS[table], texts[table]);
}
