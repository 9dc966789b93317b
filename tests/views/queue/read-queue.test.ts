import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { NewRow } from '../../../db/schema.ts';
import { type QueueFilter, readQueueFilter } from '../../../src/domain/queue/queue-filter.ts';
import { formatQueuePlace } from '../../../src/domain/queue/queue-place.ts';
import type { Database } from '../../../src/store/database.ts';
import { type QueueRequest, readQueue } from '../../../src/views/queue/read-queue.ts';
import { TEST_NOW } from '../../support/context.ts';
import { onEachDatabase } from '../../support/database.ts';
import { makeMeasuredCompany } from '../../support/measured-company.ts';
import { makeObligation, storeObligations } from '../../support/obligation.ts';

const HOUR = 3_600;
const ALL = readQueueFilter(new URLSearchParams());

onEachDatabase('the queue', (open) => {
  async function makeQueue(changes: Partial<NewRow<'obligation'>>[]) {
    const { db } = await open();
    const company = await makeMeasuredCompany(db);
    const { sourceId: source_id } = company.scope;
    const rows = changes.map((change) => makeObligation(company.id, null, { asked_at: TEST_NOW - HOUR, source_id, ...change }));
    await storeObligations(db, rows);
    const read = (filter: Partial<QueueFilter> = {}, place: Partial<QueueRequest> = {}) =>
      readQueue(db, company.id, { filter: { ...ALL, ...filter }, after: null, through: null, ...place }, TEST_NOW);
    return { db, company, read };
  }

  const dueAt = (conversation_id: string, at: number | null, change: Partial<NewRow<'obligation'>> = {}) => ({
    conversation_id,
    due_at: at,
    breach_at: at,
    ...change,
  });
  const idsOf = ({ rows }: { rows: readonly { conversationId: string }[] }) => rows.map(({ conversationId }) => conversationId);

  test('holds what nobody answered, the longest breached first and what is not due last', async () => {
    const { read } = await makeQueue([
      dueAt('paused', null, { metric: 'resolution', commitment_id: 'x-solved' }),
      dueAt('later', TEST_NOW + 5 * HOUR),
      dueAt('now', TEST_NOW),
      dueAt('long ago', TEST_NOW - 90 * 86_400),
      dueAt('a second ago', TEST_NOW - 1),
      dueAt('answered', TEST_NOW - 1, { answered_at: TEST_NOW, waited_seconds: HOUR, staffed_seconds: HOUR }),
      dueAt('excluded', TEST_NOW - 1, { excluded_at: TEST_NOW, exclusion_reason: 'spam' }),
    ]);
    const queue = await read();
    assert.deepEqual(idsOf(queue), ['long ago', 'a second ago', 'now', 'later', 'paused']);
    assert.deepEqual(
      queue.rows.map(({ left }) => left.urgency),
      ['breached', 'breached', 'soon', 'running', 'paused'],
    );
    assert.deepEqual(queue.counts, { all: 5, breached: 2, '1h': 1, '4h': 1, '1d': 2 });
    assert.equal(queue.end, undefined);
  });

  test('tells of each row its promise, its clock, and where the conversation is', async () => {
    const monday16 = TEST_NOW + 6 * HOUR; // TEST_NOW is Monday 10:00 in Berlin, the office closes at 17:00.
    const { db, company, read } = await makeQueue([
      dueAt('a/b', monday16 + 18 * HOUR, {
        channel_id: 'mail',
        commitment_id: 'mail-first',
        target_seconds: 4 * HOUR,
        language: 'de',
        audience: '1k-10k',
      }),
    ]);
    const link = 'https://desk.example/t/{conversation}';
    await db.updateTable('source').set({ conversation_link: link }).where('company_id', '=', company.id).execute();
    const [row] = (await read()).rows;
    assert.partialDeepStrictEqual(row, {
      conversationId: 'a/b',
      link: 'https://desk.example/t/a%2Fb',
      channelName: 'E-mail help@acme.example',
      promise: 'First answer within 4 working hours',
      clock: 'working',
      // Until 17:00, and from 9:00 to 10:00 on Tuesday.
      left: { urgency: 'running', seconds: 8 * HOUR },
      language: 'German',
      audience: '1k-10k',
    });
  });

  test('is narrowed by channel, kind of promise, due instant and language, with counts of what is left', async () => {
    const { read } = await makeQueue([
      dueAt('x breached', TEST_NOW - 1, { language: 'de' }),
      dueAt('x soon', TEST_NOW + HOUR, { language: 'en' }),
      dueAt('mail', TEST_NOW + HOUR + 1, { channel_id: 'mail', commitment_id: 'mail-first', language: 'en' }),
      dueAt('solved', TEST_NOW + 86_400, { metric: 'resolution', commitment_id: 'x-solved' }),
      // Used up at closing time, but not breached before the next opening.
      { conversation_id: 'closed', due_at: TEST_NOW - HOUR, breach_at: TEST_NOW + 2 * HOUR },
    ]);
    assert.deepEqual(idsOf(await read({ channel: 'mail' })), ['mail']);
    assert.deepEqual(idsOf(await read({ metric: 'resolution' })), ['solved']);
    assert.deepEqual(idsOf(await read({ due: 'breached' })), ['x breached']);
    assert.deepEqual(idsOf(await read({ due: '1h' })), ['x soon', 'closed']);
    assert.deepEqual(idsOf(await read({ due: '4h' })), ['x soon', 'mail', 'closed']);
    assert.deepEqual(idsOf(await read({ due: '1d' })), ['x soon', 'mail', 'closed', 'solved']);
    assert.deepEqual(idsOf(await read({ language: 'en', due: '1h' })), ['x soon']);
    assert.deepEqual(idsOf(await read({ language: 'und' })), ['closed', 'solved']);
    const { counts, choices } = await read({ channel: 'x', due: 'breached' });
    assert.deepEqual(counts, { all: 4, breached: 1, '1h': 2, '4h': 2, '1d': 3 });
    assert.deepEqual(
      choices.languages.map(({ label }) => label),
      ['English', 'German', 'Not told'],
    );
    assert.deepEqual(
      choices.channels.map(({ value }) => value),
      ['x', 'mail'],
    );
  });

  test('is paged without a gap or a repetition, through equal instants and into what is not due', async () => {
    const { read } = await makeQueue(
      Array.from({ length: 345 }, (_, index) => {
        const at = index < 30 ? null : TEST_NOW + Math.floor(index / 50);
        return dueAt(`c${index}`, at);
      }),
    );
    const seen: string[] = [];
    const pages: number[] = [];
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof read>> = await read({}, { after });
      seen.push(...idsOf(page));
      pages.push(page.rows.length);
      if (page.end === undefined) break;
      after = page.end;
    }
    assert.deepEqual(pages, [100, 100, 100, 45]);
    assert.equal(new Set(seen).size, 345);
    assert.deepEqual(seen.slice(-30).sort(), Array.from({ length: 30 }, (_, index) => `c${index}`).sort());
  });

  test('shows the same stretch again, with what came into it and without what went', async () => {
    const given = Array.from({ length: 130 }, (_, index) => dueAt(`c${String(index).padStart(3, '0')}`, TEST_NOW + index));
    const { db, company, read } = await makeQueue(given);
    const first = await read();
    const { end } = first;
    assert.ok(end);
    const source_id = company.scope.sourceId;
    await storeObligations(db, [makeObligation(company.id, null, { asked_at: TEST_NOW, source_id, ...dueAt('new', TEST_NOW + 50) })]);
    await answer(db, company.id, 'c010');
    const again = await read({}, { through: end });
    assert.deepEqual(idsOf(again).sort(), [...idsOf(first), 'new'].filter((id) => id !== 'c010').sort());
    assert.equal(again.end, end);
    assert.deepEqual(
      idsOf(await read({}, { after: end })),
      given.slice(100).map(({ conversation_id }) => conversation_id),
    );
  });

  test('begins at the top where the address names no place', async () => {
    const { read } = await makeQueue([dueAt('only', TEST_NOW)]);
    assert.deepEqual(idsOf(await read({}, { after: 'nonsense', through: '%' })), ['only']);
  });

  test('is a company’s own', async () => {
    const { read } = await makeQueue([dueAt('ours', TEST_NOW)]);
    const other = await makeQueue([dueAt('theirs', TEST_NOW)]);
    const place = { breachAt: TEST_NOW - 1, sourceId: 1, conversationId: '', commitmentId: '', ordinal: 0 };
    assert.deepEqual(idsOf(await read({}, { after: formatQueuePlace(place) })), ['ours']);
    assert.deepEqual(idsOf(await other.read()), ['theirs']);
  });

  test('is read from the index of what runs, whatever else the company has', async () => {
    const { db, company } = await makeQueue([dueAt('waits', TEST_NOW)]);
    await sql`
      insert into obligation select (json_populate_record(obligation, json_build_object('conversation_id', 'done' || number, 'answered_at', asked_at))).*
      from obligation, generate_series(1, 5000) as number where company_id = ${company.id}`.execute(db);
    await sql`analyze obligation`.execute(db);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select conversation_id from obligation
      where company_id = ${company.id} and answered_at is null and excluded_at is null and breach_at is not null
      order by breach_at, source_id, conversation_id, commitment_id, ordinal limit 101`.execute(db);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    assert.match(plan, /obligation_\d_company_id_breach_at_idx|obligation_running/);
  });
});

const answer = (db: Database, companyId: number, conversationId: string) =>
  db
    .updateTable('obligation')
    .set({ answered_at: TEST_NOW, waited_seconds: 1, staffed_seconds: 1 })
    .where('company_id', '=', companyId)
    .where('conversation_id', '=', conversationId)
    .execute();
