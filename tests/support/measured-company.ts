import type { Evidence } from '../../db/schema.ts';
import { type Agreement, agreementForm } from '../../src/domain/agreement/agreement.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { insertAgreementVersion } from '../../src/store/agreement-version.ts';
import { upsertChannels } from '../../src/store/channel.ts';
import type { Database } from '../../src/store/database.ts';
import type { SourceScope } from '../../src/store/event.ts';
import { insertSource } from '../../src/store/source.ts';
import { countedBytes, makeCompany, TEST_NOW } from './context.ts';

const DAY = 86_400;

/** Hours of the calendar `office` in `sampleAgreement`: Monday to Friday, 9 to 17, in Berlin. */
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'];

/** An agreement with the channels `x` and `mail`: on `x` a first answer in an hour and a solution in a day, on `mail` an answer in four office hours. */
export function sampleAgreement(given: Partial<Agreement> = {}): Agreement {
  const channel = { url: '', purpose: '', covers: '', doesNotCover: '', languages: ['en'], privateMatters: '', calendarId: 'office' };
  const commitment = { objectivePercent: 90, clockCalendarId: null, automationAnswers: false };
  return agreementForm.parse({
    channels: [
      { ...channel, id: 'x', kind: 'x', handle: '@acme' },
      { ...channel, id: 'mail', kind: 'email', handle: 'help@acme.example' },
    ],
    calendars: [
      {
        id: 'office',
        name: 'Office hours',
        rules: { timeZone: 'Europe/Berlin', week: Object.fromEntries(WEEKDAYS.map((day) => [day, [['09:00', '17:00']]])) },
      },
    ],
    commitments: [
      { ...commitment, id: 'x-first', channelId: 'x', metric: 'first-response', targetSeconds: 3_600 },
      { ...commitment, id: 'x-next', channelId: 'x', metric: 'next-response', targetSeconds: 7_200 },
      { ...commitment, id: 'x-solved', channelId: 'x', metric: 'resolution', targetSeconds: DAY },
      { ...commitment, id: 'mail-first', channelId: 'mail', metric: 'first-response', targetSeconds: 4 * 3_600, clockCalendarId: 'office' },
    ],
    conduct: { weDo: '', weAsk: '', otherwise: '' },
    equalTreatment: { promised: true, statement: '' },
    remedy: '',
    owner: { name: '', contact: '' },
    reviewOn: '',
    noticePeriodDays: 30,
    ...given,
  });
}

/** Publishes a version as the store does, without the command's checks. */
export async function publishVersion(
  db: Database,
  companyId: number,
  version: { number: number; effectiveAt: Instant; content: Agreement },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await upsertChannels(trx, companyId, version.content.channels, version.effectiveAt);
    await insertAgreementVersion(trx, companyId, { ...version, publishedAt: version.effectiveAt, publishedBy: null });
  });
}

/** A company with a published agreement in force for a year, and a source. */
export async function makeMeasuredCompany(
  db: Database,
  given: { agreement?: Agreement; sourceKind?: string; evidence?: Evidence } = {},
): Promise<Awaited<ReturnType<typeof makeCompany>> & { scope: SourceScope }> {
  const company = await makeCompany(db);
  await publishVersion(db, company.id, { number: 1, effectiveAt: TEST_NOW - 365 * DAY, content: given.agreement ?? sampleAgreement() });
  return { ...company, scope: await makeSource(db, company.id, given.sourceKind, given.evidence) };
}

/** Adds a source with a name of its own. */
export async function makeSource(db: Database, companyId: number, kind = 'api', evidence: Evidence = 'reported'): Promise<SourceScope> {
  const name = countedBytes(6).toString('hex');
  const source = await db.transaction().execute((trx) => insertSource(trx, { companyId, kind, name, evidence, createdAt: TEST_NOW }));
  if (source === undefined) throw new Error('The name of the source is taken.');
  return { companyId, sourceId: source.id };
}
