import { sql } from 'kysely';
import { publishExample } from '../../db/seeds/publish-example.ts';
import { makeSystemContext } from '../../db/seeds/system-context.ts';
import { createApiKey } from '../../src/commands/create-api-key.ts';
import { createCompany } from '../../src/commands/create-company.ts';
import { createSource } from '../../src/commands/create-source.ts';
import { publishAgreement } from '../../src/commands/publish-agreement.ts';
import { saveDraft } from '../../src/commands/save-draft.ts';
import { startDraft } from '../../src/commands/start-draft.ts';
import { DAY_SECONDS, formatInstant, type Instant } from '../../src/domain/instant.ts';
import { listAgreementVersions } from '../../src/store/agreement-version.ts';
import type { Database, OpenDatabase } from '../../src/store/database.ts';
import type { SourceScope } from '../../src/store/event.ts';
import { makeWorldAgreement } from './channels.ts';
import { checkWorld } from './check-world.ts';
import type { CompanyPlan } from './company-plan.ts';
import { addCounts, type FilledCounts, NO_COUNTS } from './copy-texts.ts';
import { fillDirectory } from './directory.ts';
import { MESSAGES_PER_CONVERSATION } from './draw-conversation.ts';
import { fillCompany } from './fill-company.ts';
import { tallyCompany } from './tally-company.ts';
import { withoutIndexes } from './without-indexes.ts';

/** A company whose messages are measured. */
export interface WorldCompany {
  readonly slug: string;
  readonly timeZone: string;
  readonly scope: SourceScope;
  /** For the events API. */
  readonly key: string;
}

export interface World {
  /** When it ends: nothing in it is later. */
  readonly now: Instant;
  readonly since: Instant;
  /** The company that has nearly all messages. */
  readonly large: WorldCompany;
  /** Others that are measured too, with few messages each. */
  readonly small: readonly WorldCompany[];
  /** All that the directory lists. */
  readonly companies: number;
  readonly counts: FilledCounts;
}

const DAYS = 730;
/** The small companies came later. */
const SMALL_DAYS = 90;
const SMALL_COMPANIES = 20;
/** Messages of the small companies together, for each of the large one's. */
const SMALL_PART = 0.05;
const TIME_ZONE = 'Europe/Berlin';

/**
 * Makes a company with about `size` messages over two years, some small ones, and a directory of more: the same for the same size and `now`.
 * Companies and agreements come about by commands, messages by COPY of what recording would have written, days by the product's own tallying.
 * @param days that the large company's messages are spread over, at least 2
 */
export async function makeWorld(
  { db, kind }: OpenDatabase,
  databaseUrl: string | undefined,
  size: number,
  now: Instant,
  days = DAYS,
): Promise<World> {
  const planned = await planCompanies(db, size, now, days);
  const companies = Math.max(1_000, size / 100);
  await fillDirectory(db, companies - planned.length, now);
  let counts = NO_COUNTS;
  await withoutIndexes(db, kind === 'pglite', async () => {
    for (const { plan } of planned) counts = addCounts(counts, await fillCompany(db, databaseUrl, plan));
  });
  await sql`vacuum analyze`.execute(db);
  for (const { plan } of planned) {
    await checkWorld(db, plan);
    await tallyCompany(db, TIME_ZONE, plan);
  }
  // Else PostgreSQL would do it by itself while something is measured.
  await sql`vacuum analyze day_tally, day_mark, recorded_day, company`.execute(db);
  const [large, ...small] = planned.map(({ company }) => company);
  if (large === undefined) throw new Error('The world has no company.');
  return { now, since: now - days * DAY_SECONDS, large, small, companies, counts };
}

interface PlannedCompany {
  readonly company: WorldCompany;
  readonly plan: CompanyPlan;
}

/** The large company first. */
async function planCompanies(db: Database, size: number, now: Instant, days: number): Promise<PlannedCompany[]> {
  const sizes = [size, ...Array.from({ length: SMALL_COMPANIES }, () => (size * SMALL_PART) / SMALL_COMPANIES)];
  const planned: PlannedCompany[] = [];
  for (const [index, messages] of sizes.entries()) {
    const since = now - (index === 0 ? days : Math.min(days, SMALL_DAYS)) * DAY_SECONDS;
    const company = await makeCompany(db, index === 0 ? 'large' : `small-${index}`, since, now);
    const versions = await listAgreementVersions(db, company.scope.companyId);
    const conversations = Math.round(messages / MESSAGES_PER_CONVERSATION);
    planned.push({ company, plan: { scope: company.scope, seed: index + 1, versions, conversations, since, now } });
  }
  return planned;
}

async function makeCompany(db: Database, slug: string, since: Instant, now: Instant): Promise<WorldCompany> {
  const ctx = makeSystemContext(db, since);
  const reviewOn = formatInstant(now + 180 * DAY_SECONDS).slice(0, 10);
  const profile = { name: `Example ${slug}`, industry: 'retail', country: 'DE', timeZone: TIME_ZONE } as const;
  const { id } = await createCompany(ctx, { ...profile, slug });
  const { sourceId } = await createSource(ctx, slug, { kind: 'api', name: 'Help desk' });
  await publishExample(ctx, slug, makeWorldAgreement(slug, TIME_ZONE, reviewOn));
  // Half way it promises a little more.
  const later = makeSystemContext(db, Math.floor((since + now) / 2));
  const { revision: started } = await startDraft(later, slug, { from: 'version' });
  const { revision } = await saveDraft(later, slug, { revision: started, content: makeWorldAgreement(slug, TIME_ZONE, reviewOn, 0.9) });
  await publishAgreement(later, slug, { revision });
  const { key } = await createApiKey(ctx, slug, { sourceId, name: 'Benchmark' });
  return { slug, timeZone: TIME_ZONE, scope: { companyId: id, sourceId }, key };
}
