import { type Agreement, agreementForm, type Commitment } from '../../src/domain/agreement/agreement.ts';
import { ALWAYS_OPEN_WEEK } from '../../src/domain/calendar/calendar.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { insertAgreementVersion } from '../../src/store/agreement-version.ts';
import type { Database } from '../../src/store/database.ts';

/** A commitment to answer first within an hour, 9 of 10 times, day and night; change what matters to the test. */
export function makeCommitment(change: Partial<Commitment> = {}): Commitment {
  return {
    id: 'x-first',
    channelId: 'x',
    metric: 'first-response',
    targetSeconds: 3600,
    objectivePercent: 90,
    clockCalendarId: null,
    automationAnswers: false,
    ...change,
  };
}

/** An agreement with one channel for each that the commitments name, all open day and night unless `change` says otherwise. */
export function makePromises(commitments: Commitment[], change: Partial<Agreement> = {}): Agreement {
  return agreementForm.parse({
    channels: [...new Set(commitments.map(({ channelId }) => channelId))].map((id) => ({
      id,
      kind: id === 'email' ? 'email' : id === 'chat' ? 'live-chat' : 'x',
      handle: id === 'email' ? 'help@example.com' : `@${id}`,
      url: '',
      purpose: 'Questions about orders.',
      covers: '',
      doesNotCover: '',
      languages: ['en'],
      privateMatters: '',
      calendarId: 'always',
    })),
    calendars: [{ id: 'always', name: 'Always', rules: { timeZone: 'Europe/Berlin', week: ALWAYS_OPEN_WEEK }, holidayNames: {} }],
    commitments,
    conduct: { weDo: 'A person reads each message.', weAsk: 'One matter in one message.', otherwise: 'We warn once.' },
    equalTreatment: { promised: true, statement: 'No faster service for a larger following.' },
    remedy: 'A voucher.',
    owner: { name: 'Customer care', contact: 'care@example.com' },
    reviewOn: '2027-01-31',
    noticePeriodDays: 30,
    ...change,
  });
}

/** Publishes a version past all checks, with its channels. */
export async function publishForTest(
  db: Database,
  companyId: number,
  version: { number: number; content: Agreement; effectiveAt: Instant },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { id, kind, handle } of version.content.channels) {
      await trx
        .insertInto('channel')
        .values({ company_id: companyId, id, kind, handle, created_at: version.effectiveAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    const { number, content, effectiveAt } = version;
    await insertAgreementVersion(trx, companyId, { number, content, publishedAt: effectiveAt, effectiveAt, publishedBy: null });
  });
}
