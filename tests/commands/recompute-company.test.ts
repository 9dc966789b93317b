import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { recomputeCompany } from '../../src/commands/recompute-company.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { rejudgeConversations } from '../../src/commands/rejudge-conversations.ts';
import { updateCompanyProfile } from '../../src/commands/update-company-profile.ts';
import type { Difference } from '../../src/domain/recompute/difference.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany, publishVersion, sampleAgreement } from '../support/measured-company.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';

const HOUR = 3_600;
const DAY = 86_400;

onEachDatabase('commands/recompute-company', (open) => {
  test('nothing differs where everything went through commands: exclusions, versions, a moved zone, before and after figures were read', async () => {
    const { recompute, read, live } = await begin(open);
    assert.deepEqual(await recompute(), []);
    await read();
    assert.deepEqual(await recompute(), []);
    await live('later');
    assert.deepEqual(await recompute(), []);
    await read();
    assert.deepEqual(await recompute(), []);
  });

  test('a wait that was changed, one that was lost and one that nobody asked for are found, each with its reason, and mended', async () => {
    const { db, company, recompute, read } = await begin(open);
    const before = await read();
    const recorded = await readRecorded(db, company.scope);
    const wait = (conversation: string) =>
      sql`company_id = ${company.id} and conversation_id = ${conversation} and commitment_id = 'x-first'`;
    await sql`update obligation set due_at = due_at + 60, breach_at = breach_at + 60 where ${wait('early-2')}`.execute(db);
    await sql`update obligation set version_number = 1, target_seconds = 7 where ${wait('early-4')}`.execute(db);
    await sql`delete from obligation where ${wait('early-6')}`.execute(db);
    await sql`
      insert into obligation
      select (jsonb_populate_record(obligation, '{"conversation_id": "never-was"}')).* from obligation where ${wait('early-8')}`.execute(
      db,
    );

    const checked = await recompute({ isDryRun: true });
    assert.deepEqual(
      checked.map(({ kind, about, reason }) => [kind, about, reason]),
      [
        [
          'obligation-changed',
          'x-first of conversation early-2 (wait 0)',
          'The clock counts other hours: the calendar’s, or the time zone data’s.',
        ],
        [
          'obligation-changed',
          'x-first of conversation early-4 (wait 0)',
          'Another version of the agreement was in force when it was asked.',
        ],
        ['obligation-missing', 'x-first of conversation early-6 (wait 0)', 'The events ask for a wait that is not there.'],
        ['obligation-extra', 'x-first of conversation never-was (wait 0)', 'No event of its conversation is recorded.'],
        ...checked.slice(4).map(({ kind, about, reason }) => [kind, about, reason]),
      ],
    );
    assert.deepEqual(
      new Set(checked.slice(4).map(({ kind }) => kind)),
      new Set(['tally-changed']),
      'days no longer are what their waits come to',
    );
    assert.equal((await recompute()).length, 4, 'a check mends nothing; days follow from the waits that are mended');
    assert.deepEqual(await recompute(), []);
    assert.deepEqual(await readRecorded(db, company.scope), recorded);
    assert.deepEqual(recorded.obligations, await rejudgeFromEvents(db, company.scope));
    assert.deepEqual(await read(), before);
  });

  test('days and numbers of events that were counted otherwise are found and mended', async () => {
    const { db, company, recompute, read } = await begin(open);
    const before = await read();
    const { rows } = await sql<{ day: number }>`select min(day) as day from day_tally where company_id = ${company.id}`.execute(db);
    await sql`update day_tally set staffed = waited, settled_at = settled_at - 1 where company_id = ${company.id} and day = ${rows[0]?.day}`.execute(
      db,
    );
    await sql`delete from day_tally where company_id = ${company.id} and day = ${(rows[0]?.day ?? 0) + 1}`.execute(db);
    await sql`update recorded_day set events = events + 5 where company_id = ${company.id} and channel_id = 'x'`.execute(db);
    const found = await recompute();
    assert.deepEqual(
      new Set(found.map(({ reason }) => reason)),
      new Set([
        'The day’s counters do not follow from its messages.',
        'The day was not counted although messages were asked on it.',
        'The day’s events were not counted as they are recorded.',
      ]),
    );
    assert.deepEqual(await recompute(), []);
    assert.deepEqual(await read(), before);
  });

  test('another company is left alone', async () => {
    const { db, recompute } = await begin(open);
    const other = await begin(open);
    await other.read();
    await sql`update obligation set target_seconds = 7 where company_id = ${other.company.id}`.execute(db);
    assert.deepEqual(await recompute(), []);
    assert.ok((await other.recompute()).length > 0);
  });
});

/** A company in its third version and second zone, with messages answered, late, waiting and excluded, judged by each. */
async function begin(open: Parameters<Parameters<typeof onEachDatabase>[1]>[0]) {
  const { db } = await open();
  const company = await makeMeasuredCompany(db);
  const system = makeContext(db, { actor: { kind: 'system' } });
  const live = async (name: string) => {
    const events = Array.from({ length: 40 }, (_, index) => makeConversation(name, index)).flat();
    const { items } = await recordEvents(system, company.scope, events);
    assert.deepEqual(
      items.filter(({ status }) => status === 'rejected'),
      [],
    );
  };
  const publish = async (number: number, effectiveAt: number, targetSeconds: number) => {
    const content = sampleAgreement();
    const commitments = content.commitments.map((commitment) => ({ ...commitment, targetSeconds }));
    await publishVersion(db, company.id, { number, effectiveAt, content: { ...content, commitments } });
    await db.transaction().execute((trx) => rejudgeConversations(trx, company.id, effectiveAt));
  };
  await live('early');
  await publish(2, TEST_NOW - 12 * DAY, 2 * HOUR);
  const profile = { name: 'Moved', site: '', industry: 'retail', country: 'DE' } as const;
  await updateCompanyProfile(system, company.slug, { ...profile, timeZone: 'America/St_Johns' });
  await live('middle');
  await publish(3, TEST_NOW - 5 * DAY, 3 * HOUR);
  const owner = makeContext(db, { actor: company.owner.actor });
  const recompute = async (input: { isDryRun?: boolean } = {}): Promise<Difference[]> => {
    const heard: Difference[] = [];
    const { differences } = await recomputeCompany(owner, company.slug, { ...input, tell: (difference) => heard.push(difference) });
    assert.deepEqual(differences, heard);
    return heard;
  };
  const read = () => readCompanyFigures(db, { id: company.id, timeZone: 'America/St_Johns' }, '30d', TEST_NOW);
  return { db, company, live, read, recompute };
}

function makeConversation(name: string, index: number): object[] {
  const at = TEST_NOW - (1 + (index % 20)) * DAY - (index % 24) * HOUR;
  const shared = { conversation: `${name}-${index}`, channel: index % 2 === 0 ? 'x' : 'mail' };
  const question = { id: `${name}-${index}-q`, ...shared, type: 'customer-message', at };
  const answer = { id: `${name}-${index}-a`, ...shared, type: 'agent-reply', at: at + index * 400 };
  const excluded = { id: `${name}-${index}-x`, ...shared, type: 'excluded', at: at + 2 * HOUR, reason: 'spam', message: question.id };
  const again = { ...question, id: `${name}-${index}-r`, at: at + 9 * HOUR };
  if (index % 7 === 0) return [question, excluded];
  if (index % 9 === 0) return [question];
  return index % 5 === 0 ? [answer, question, again, { ...excluded, message: again.id, at: at + 10 * HOUR }] : [question, answer];
}
