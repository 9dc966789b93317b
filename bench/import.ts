import { spawn } from 'node:child_process';
import { createWriteStream, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { publishExample } from '../db/seeds/publish-example.ts';
import { makeSystemContext } from '../db/seeds/system-context.ts';
import packageFile from '../package.json' with { type: 'json' };
import { createCompany } from '../src/commands/create-company.ts';
import { DAY_SECONDS } from '../src/domain/instant.ts';
import { makeFloorTable } from './floor-table.ts';
import type { Place } from './place.ts';
import { watchPeakMemory } from './process-usage.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';
import type { SharedWorld } from './shared-world.ts';
import { MEASURED_CHANNEL, makeWorldAgreement } from './world/channels.ts';
import { type CompanyPlan, spreadOverHours } from './world/company-plan.ts';
import { type DrawnEvent, drawHour } from './world/draw-conversation.ts';

const ROUNDS = 3;
const DAYS = 365;
const SLUG = 'importing';
const LEAST_RATIO = 0.4;
const MOST_MEBIBYTES = 400;
/** With the embedded database, which is in the same process: what it may take with a million messages. */
const MOST_EMBEDDED_MEBIBYTES = 600;
const MEBIBYTE = 1024 * 1024;
/** A file that costs nothing, so that what is left is the program and the embedded database in it. */
const ONE_EVENT = `once,once,${MEASURED_CHANNEL},customer-message,${new Date().toISOString()},,,,`;
/** Events of all rounds together: half a world's messages, but so many that the start of the program does not count for much. */
const LEAST_EVENTS = 3_000_000;
const MOST_EVENTS = 5_000_000;
const EVENTS_PER_CONVERSATION = 2.36;
const EVENTS_AT_ONCE = 100_000;
/** What `npm run import` starts: options for Node, and the file. */
const IMPORT = packageFile.scripts.import.split(' ').slice(1);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COPIED =
  'imported_event (company_id, source_id, id, conversation_id, channel_id, type, at, recorded_at, author_hash, audience, language, message_id, reason)';
const HEADINGS = 'id,conversation,channel,type,at,author,audience,language,reason';

/** CSV files by `npm run import` beside COPY of the same events into a table with four indexes, by turns. */
export async function benchImport({ size }: BenchOptions, world: SharedWorld): Promise<BenchResult[]> {
  const { place, made } = await world.get();
  const events = Math.min(MOST_EVENTS, Math.max(LEAST_EVENTS, size / 2)) / ROUNDS;
  await place.use(async ({ db }) => {
    await makeFloorTable(db, 'imported_event');
    const ctx = makeSystemContext(db, made.now - (DAYS + 1) * DAY_SECONDS);
    await createCompany(ctx, { name: 'Importing', slug: SLUG, industry: 'retail', country: 'DE', timeZone: 'Europe/Berlin' });
    const reviewOn = new Date((made.now + 90 * DAY_SECONDS) * 1000).toISOString().slice(0, 10);
    await publishExample(ctx, SLUG, makeWorldAgreement(SLUG, 'Europe/Berlin', reviewOn));
  });
  const figures = { copied: [] as number[], imported: [] as number[], peaks: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const plan = { scope: { companyId: 1, sourceId: 1 }, seed: 900 + round, versions: [], ...spread(events, made.now) };
    const file = join(place.dataDir, `round-${round}.csv`);
    const count = await writeCsv(file, plan, round);
    figures.copied.push(await copyEvents(place, plan, round));
    const { seconds, peak } = await importFile(place, file, round, count);
    figures.imported.push(count / seconds);
    figures.peaks.push(peak / MEBIBYTE);
    rmSync(file);
  }
  const floor = { name: 'COPY of the same events', value: median(figures.copied) };
  const value = median(figures.imported);
  await place.use(async ({ db }) => {
    // PostgreSQL would look after what is new by itself while something else is measured.
    await sql`drop table imported_event`.execute(db);
    await sql`vacuum analyze event, conversation, obligation`.execute(db);
  });
  const memory = await compareMemory(place, Math.max(...figures.peaks));
  const name = `import: ${ROUNDS} files of ${Math.round(events).toLocaleString('en')} events`;
  return [
    {
      ...{ name, value, unit: 'events/s', floor, ratio: value / floor.value },
      ...{ goal: `at least ${LEAST_RATIO} of COPY`, met: value / floor.value >= LEAST_RATIO },
    },
    { name: 'import: most memory', unit: 'MiB', ...memory },
  ];
}

/** The memory of an import beside its goal; on the embedded database also beside what program and database take by themselves. */
async function compareMemory(place: Place, peak: number): Promise<Pick<BenchResult, 'value' | 'floor' | 'ratio' | 'goal' | 'met'>> {
  if (place.databaseUrl !== undefined) return { value: peak, goal: `under ${MOST_MEBIBYTES} MiB`, met: peak < MOST_MEBIBYTES };
  const file = join(place.dataDir, 'one.csv');
  writeFileSync(file, `${HEADINGS}\n${ONE_EVENT}\n`);
  const least = (await importFile(place, file, ROUNDS, 1)).peak / MEBIBYTE;
  const floor = { name: 'a file of one event, most of it the database', value: least };
  return {
    value: peak,
    floor,
    ratio: peak / least,
    goal: `under ${MOST_EMBEDDED_MEBIBYTES} MiB, the database included`,
    met: peak < MOST_EMBEDDED_MEBIBYTES,
  };
}

const spread = (events: number, now: number): Pick<CompanyPlan, 'conversations' | 'since' | 'now'> => ({
  conversations: Math.round(events / EVENTS_PER_CONVERSATION),
  since: now - DAYS * DAY_SECONDS,
  now,
});

function* drawEvents(plan: CompanyPlan): Generator<DrawnEvent> {
  for (const hour of spreadOverHours(plan)) for (const { events } of drawHour(plan, hour)) yield* events;
}

/** How many events the file holds. Each round's have ids of their own. */
async function writeCsv(file: string, plan: CompanyPlan, round: number): Promise<number> {
  const stream = createWriteStream(file);
  stream.write(`${HEADINGS}\n`);
  let count = 0;
  let lines = '';
  for (const { id, conversationId, channelId, type, at, authorHash, audience, language, reason } of drawEvents(plan)) {
    count += 1;
    const time = new Date(at * 1000).toISOString();
    const author = authorHash === null ? '' : `person-${authorHash.slice(0, 12)}`;
    lines += `${round}-${id},${round}-${conversationId},${channelId},${type},${time},${author},${audience ?? ''},${language ?? ''},${reason ?? ''}\n`;
    if (count % EVENTS_AT_ONCE !== 0) continue;
    if (!stream.write(lines)) await new Promise((resolve) => stream.once('drain', resolve));
    lines = '';
  }
  stream.end(lines);
  await finished(stream);
  return count;
}

/** Events a second. Only the copying is timed, not the making of the text. */
async function copyEvents(place: Place, plan: CompanyPlan, round: number): Promise<number> {
  return place.use(async ({ db }) => {
    let [count, milliseconds, lines] = [0, 0, ''];
    const copy = async () => {
      const startedAt = performance.now();
      await place.copy(db, COPIED, lines);
      milliseconds += performance.now() - startedAt;
      lines = '';
    };
    for (const { id, conversationId, channelId, type, at, recordedAt, authorHash, audience, language, reason } of drawEvents(plan)) {
      count += 1;
      const rest = [authorHash, audience, language, null, reason].map((value) => value ?? '\\N').join('\t');
      lines += `1\t1\t${round}-${id}\t${round}-${conversationId}\t${channelId}\t${type}\t${at}\t${recordedAt}\t${rest}\n`;
      if (count % EVENTS_AT_ONCE === 0) await copy();
    }
    await copy();
    return (count * 1000) / milliseconds;
  });
}

/** @throws Error unless the import records all `count` events. */
async function importFile(place: Place, file: string, round: number, count: number): Promise<{ seconds: number; peak: number }> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const database = place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl };
  const env = { ...inherited, DATA_DIR: place.dataDir, ...database };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...IMPORT, '--company', SLUG, '--file', file, '--source', `Round ${round}`], { env, cwd: ROOT });
  const readPeak = watchPeakMemory(child.pid ?? 0);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  const seconds = (performance.now() - startedAt) / 1000;
  if (!output.includes(`: ${count} events recorded, 0 were known, 0 refused`))
    throw new Error(`The import did not record ${count} events:\n${output}`);
  return { seconds, peak: readPeak() };
}
