import type { Actor } from '../../../src/commands/context.ts';
import { createCompany } from '../../../src/commands/create-company.ts';
import { createSource } from '../../../src/commands/create-source.ts';
import { publishAgreement } from '../../../src/commands/publish-agreement.ts';
import { saveDraft } from '../../../src/commands/save-draft.ts';
import { startDraft } from '../../../src/commands/start-draft.ts';
import { DAY_SECONDS, formatInstant, type Instant } from '../../../src/domain/instant.ts';
import type { Database } from '../../../src/store/database.ts';
import { makeExampleAgreement } from '../example-agreement.ts';
import { publishExample } from '../publish-example.ts';
import { makeSystemContext } from '../system-context.ts';
import { DEMO_COMPANIES, DEMO_NOTICE, type DemoCompany } from './examples.ts';
import { FIRST } from './replay.ts';

/** Days after the first promise at which some companies promise more. */
const LATER_DAYS = 14;
const REVIEW_DAYS = 180;

/**
 * Makes the companies with their promises, as if that had been done before the first message, by the commands that people call.
 * @param owner who owns them.
 * @param shift as the tweets are moved.
 */
export async function fillDemo(db: Database, owner: Actor, now: Instant, shift: number): Promise<void> {
  const reviewOn = formatInstant(now + REVIEW_DAYS * DAY_SECONDS).slice(0, 10);
  for (const company of DEMO_COMPANIES) await makeCompany(db, owner, company, FIRST + shift, reviewOn);
}

async function makeCompany(db: Database, owner: Actor, example: DemoCompany, since: Instant, reviewOn: string): Promise<void> {
  const { name, slug, industry, country, timeZone, laterPromises } = example;
  const ctx = makeSystemContext(db, since, owner);
  await createCompany(ctx, { name, slug, industry, country, timeZone }, { notice: DEMO_NOTICE });
  await createSource(ctx, slug, { kind: 'api', name: 'X' });
  await publishExample(ctx, slug, makeExampleAgreement(example, reviewOn));
  if (laterPromises === undefined) return;
  const later = makeSystemContext(db, since + LATER_DAYS * DAY_SECONDS, owner);
  const { revision: started } = await startDraft(later, slug, { from: 'version' });
  const content = makeExampleAgreement({ ...example, promises: laterPromises }, reviewOn);
  const { revision } = await saveDraft(later, slug, { revision: started, content });
  await publishAgreement(later, slug, { revision });
}
