import { makeExampleAgreement, X_CHANNEL } from '../../../db/seeds/example-agreement.ts';
import { publishExample } from '../../../db/seeds/publish-example.ts';
import { makeSystemContext } from '../../../db/seeds/system-context.ts';
import { createCompany } from '../../../src/commands/create-company.ts';
import { createSource } from '../../../src/commands/create-source.ts';
import { importEvents } from '../../../src/commands/import-events.ts';
import { HOUR_SECONDS, type Instant } from '../../../src/domain/instant.ts';
import { toEvents } from '../../../src/sources/twcs/to-events.ts';
import type { OpenedConversation, TwcsIndex } from '../../../src/sources/twcs/twcs-index.ts';
import type { Database } from '../../../src/store/database.ts';
import type { SourceScope } from '../../../src/store/event.ts';
import { type OpeningFigures, type PairFigures, toOpeningFigures, toPairFigures } from './figures.ts';
import { type Measured, readMeasured } from './read-measured.ts';

export interface TwcsFigures {
  first_5000: Record<string, OpeningFigures>;
  reply_pairs: Record<string, PairFigures>;
}

/** 2006-01-01: before the first tweet, so that a promise made then covers all. */
const BEFORE_ALL: Instant = 1_136_073_600;

/**
 * Imports both files' conversations of every account into an empty, migrated database, as a company imports them, and reads what was
 * recorded and judged. Accounts without openings, or without pairs, are left out of that part.
 * @param now at which the import happens.
 */
export async function measureTwcs(db: Database, index: TwcsIndex, now: Instant): Promise<TwcsFigures> {
  const figures: TwcsFigures = { first_5000: {}, reply_pairs: {} };
  for (const [position, account] of index.listAccounts().entries()) {
    const company = await makeCompany(db, account, `company-${position + 1}`);
    const openings = await measure(db, company, 'Conversations', index.listOpenings([account]), now);
    if (openings.length > 0) figures.first_5000[account] = toOpeningFigures(openings);
    const answered = await measure(db, company, 'Reply pairs', index.listAnswered([account]), now);
    if (answered.length > 0) figures.reply_pairs[account] = toPairFigures(answered);
  }
  return figures;
}

async function makeCompany(db: Database, account: string, slug: string): Promise<{ id: number; slug: string }> {
  const ctx = makeSystemContext(db, BEFORE_ALL);
  const company = await createCompany(ctx, { name: account, slug, industry: 'other', country: 'US', timeZone: 'Etc/UTC' });
  const promises = [{ metric: 'first-response', targetSeconds: HOUR_SECONDS, objectivePercent: 90 }] as const;
  const agreement = makeExampleAgreement({ account, template: 'small-business', timeZone: 'Etc/UTC', promises }, '2006-06-01');
  await publishExample(ctx, slug, agreement);
  return company;
}

async function measure(
  db: Database,
  company: { id: number; slug: string },
  name: string,
  conversations: Iterable<OpenedConversation>,
  now: Instant,
): Promise<Measured[]> {
  const ctx = makeSystemContext(db, now);
  const { sourceId } = await createSource(ctx, company.slug, { kind: 'import', name });
  const scope: SourceScope = { companyId: company.id, sourceId };
  await importEvents(ctx, scope, listEvents(conversations), (results) => {
    const refused = results.find(({ status }) => status !== 'recorded');
    if (refused !== undefined) throw new Error(`${company.slug}: ${JSON.stringify(refused)}`);
  });
  return readMeasured(db, scope);
}

function* listEvents(conversations: Iterable<OpenedConversation>) {
  for (const conversation of conversations) yield* toEvents(conversation, X_CHANNEL);
}
