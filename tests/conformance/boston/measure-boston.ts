import { makeExampleAgreement } from '../../../db/seeds/example-agreement.ts';
import { publishExample } from '../../../db/seeds/publish-example.ts';
import { makeSystemContext } from '../../../db/seeds/system-context.ts';
import { createCompany } from '../../../src/commands/create-company.ts';
import { createSource } from '../../../src/commands/create-source.ts';
import { importEvents } from '../../../src/commands/import-events.ts';
import type { Agreement, AgreementChannel } from '../../../src/domain/agreement/agreement.ts';
import type { Instant } from '../../../src/domain/instant.ts';
import type { Database } from '../../../src/store/database.ts';
import type { SourceScope } from '../../../src/store/event.ts';
import { type CityFigures, CityTotals } from './city-figures.ts';
import { CITY_ZONE, readRequests, toChannelId } from './read-requests.ts';

/** 2006-01-01: before the first request, so that a promise made then covers all. */
const BEFORE_ALL: Instant = 1_136_073_600;

export interface BostonFigures {
  readonly all: CityFigures;
  readonly by_source: Record<string, CityFigures>;
}

/**
 * Imports the city's requests into an empty, migrated database as those of one company, which promises on each channel that a matter is settled
 * within the time that the city named for it, and counts what was recorded and judged.
 * @param now at which the import happens and the figures are asked for.
 */
export async function measureBoston(db: Database, slug: string, file: string, now: Instant): Promise<BostonFigures> {
  const names = await listChannelNames(file);
  const scope = await makeCity(db, slug, names, now);
  const flags = new Map<string, { channel: string; flag: string }>();
  await importEvents(makeSystemContext(db, now), scope, listEvents(file, flags), (results) => {
    const refused = results.find(({ status }) => status !== 'recorded');
    if (refused !== undefined) throw new Error(`${slug}: ${JSON.stringify(refused)}`);
  });
  return count(db, scope, flags, now);
}

async function listChannelNames(file: string): Promise<string[]> {
  const names = new Set<string>();
  for await (const { channel } of readRequests(file)) names.add(channel);
  return [...names].sort();
}

async function makeCity(db: Database, slug: string, names: readonly string[], now: Instant): Promise<SourceScope> {
  const ctx = makeSystemContext(db, BEFORE_ALL);
  const { id } = await createCompany(ctx, { name: 'City of Boston', slug, industry: 'public-body', country: 'US', timeZone: CITY_ZONE });
  await publishExample(ctx, slug, makeAgreement(names));
  const { sourceId } = await createSource(makeSystemContext(db, now), slug, { kind: 'import', name: 'Service requests' });
  return { companyId: id, sourceId };
}

function makeAgreement(names: readonly string[]): Agreement {
  const example = makeExampleAgreement({ account: 'city', template: 'public-body', timeZone: CITY_ZONE, promises: [] }, '2006-06-01');
  const [pattern] = example.channels as [AgreementChannel];
  const channels = names.map((name) => ({ ...pattern, id: toChannelId(name), kind: 'other' as const, handle: name, url: '' as const }));
  const commitments = channels.map(({ id }) => ({
    id: `${id}-resolution`.slice(-40).replace(/^-+/, ''),
    channelId: id,
    metric: 'resolution' as const,
    targetSeconds: 31_536_000,
    objectivePercent: 80,
    clockCalendarId: null,
    automationAnswers: false,
    ownTargets: true,
  }));
  return { ...example, channels, commitments };
}

async function* listEvents(file: string, flags: Map<string, { channel: string; flag: string }>) {
  for await (const { id, channel, flag, events } of readRequests(file)) {
    flags.set(id, { channel, flag });
    yield* events;
  }
}

/** Counts conversations, resolutions and obligations as they stand in the database; only the city's own flags come from its file. */
async function count(
  db: Database,
  { companyId, sourceId }: SourceScope,
  flags: ReadonlyMap<string, { channel: string; flag: string }>,
  now: Instant,
): Promise<BostonFigures> {
  const ofSource = { company_id: companyId, source_id: sourceId };
  const own = <T extends 'conversation' | 'obligation' | 'event'>(table: T) =>
    db
      .selectFrom(table as 'event')
      .where('company_id', '=', ofSource.company_id)
      .where('source_id', '=', ofSource.source_id);
  const conversations = await own('conversation').select(['id']).execute();
  const closed = new Set(
    (await own('event').select(['conversation_id']).where('type', '=', 'resolved').execute()).map((row) => row.conversation_id),
  );
  const obligations = await db
    .selectFrom('obligation')
    .select(['conversation_id', 'answered_at', 'staffed_seconds', 'target_seconds', 'breach_at'])
    .where('company_id', '=', companyId)
    .where('source_id', '=', sourceId)
    .execute();
  const judged = new Map(obligations.map((row) => [row.conversation_id, row]));
  const all = new CityTotals();
  const bySource = new Map<string, CityTotals>();
  for (const { id } of conversations) {
    const { channel, flag } = flags.get(id) as { channel: string; flag: string };
    const totals = bySource.get(channel) ?? new CityTotals();
    bySource.set(channel, totals);
    for (const each of [all, totals]) each.add({ flag, isClosed: closed.has(id), obligation: judged.get(id) }, now);
  }
  const named = [...bySource].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, totals]) => [name, totals.toFigures()]);
  return { all: all.toFigures(), by_source: Object.fromEntries(named) };
}
