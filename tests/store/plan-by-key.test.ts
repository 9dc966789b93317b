import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { recordEvents } from '../../src/commands/record-events.ts';
import { holdConversations } from '../../src/store/conversation.ts';
import type { Database, DatabaseTransaction } from '../../src/store/database.ts';
import { listEventsById, listEventsOfConversations, type SourceScope } from '../../src/store/event.ts';
import { listObligations } from '../../src/store/obligation.ts';
import { readRecordingGround } from '../../src/store/recording-ground.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';

const CONVERSATIONS = 400;

/** Two companies of which the second one's rows lie in the same part of each table as the first one's. */
async function makeNeighbours(db: Database): Promise<[SourceScope, SourceScope]> {
  const known = new Map<number, SourceScope>();
  for (;;) {
    const { scope } = await makeMeasuredCompany(db);
    const { rows } = await sql<{ part: number }>`
      select part from generate_series(0, 7) as part
      where satisfies_hash_partition('event'::regclass, 8, part, ${scope.companyId}::int8)`.execute(db);
    const part = rows[0]?.part ?? 0;
    const neighbour = known.get(part);
    if (neighbour !== undefined) return [neighbour, scope];
    known.set(part, scope);
  }
}

const record = (db: Database, scope: SourceScope, count: number) =>
  recordEvents(
    makeContext(db, { actor: { kind: 'system' } }),
    scope,
    Array.from({ length: count }, (_, i) => ({
      id: `question-${i}`,
      conversation: `conversation-${i}`,
      channel: 'x',
      type: 'customer-message',
      at: TEST_NOW - 90_000 + i,
    })),
  );

/** Entries of all indexes of a table that this transaction has read so far. */
async function countEntriesRead(trx: DatabaseTransaction, table: string): Promise<number> {
  const { rows } = await sql<{ entries: number }>`
    select coalesce(sum(pg_stat_get_xact_tuples_returned(indexrelid)), 0)::int4 as entries from pg_index
    where indrelid in (select relid from pg_partition_tree(${table}::regclass))`.execute(trx);
  return rows[0]?.entries ?? Number.NaN;
}

onEachDatabase('store/plan-by-key', (open) => {
  test('conversations of a company that the planner has never heard of are looked up by their keys alone', async () => {
    const { db } = await open();
    const [known, unknown] = await makeNeighbours(db);
    await record(db, known, 40);
    await sql`analyze event, conversation, obligation`.execute(db);
    await record(db, unknown, CONVERSATIONS);
    const ids = Array.from({ length: CONVERSATIONS }, (_, i) => `conversation-${i}`);
    await db.transaction().execute(async (trx) => {
      await readRecordingGround(trx, unknown);
      await holdConversations(trx, unknown, ids);
      assert.equal((await listEventsOfConversations(trx, unknown, ids)).length, CONVERSATIONS);
      const obligations = await listObligations(trx, unknown, ids);
      assert.equal(await countEntriesRead(trx, 'conversation'), CONVERSATIONS);
      assert.equal(await countEntriesRead(trx, 'event'), CONVERSATIONS);
      assert.equal(await countEntriesRead(trx, 'obligation'), obligations.length);
    });
  });

  test('a database without any statistics takes the index of the key that is asked for', async () => {
    const { db } = await open();
    const { scope: unknown } = await makeMeasuredCompany(db);
    await record(db, unknown, CONVERSATIONS);
    await db.transaction().execute(async (trx) => {
      await readRecordingGround(trx, unknown);
      const before = await countEntriesRead(trx, 'event');
      assert.equal((await listEventsById(trx, unknown, ['question-7', 'question-8', 'no-such'])).length, 2);
      assert.equal((await countEntriesRead(trx, 'event')) - before, 2);
      assert.equal((await listEventsOfConversations(trx, unknown, ['conversation-9'])).length, 1);
      assert.equal((await countEntriesRead(trx, 'event')) - before, 3);
    });
  });
});
