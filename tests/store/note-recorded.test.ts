import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { getDayClock } from '../../src/domain/tally/day-clock.ts';
import { noteRecorded, type RecordedBatch } from '../../src/store/note-recorded.ts';
import { TEST_NOW } from '../support/context.ts';
import { openPostgresCopy } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { waitUntil } from '../support/wait-until.ts';

test('batches take the rows of days before those of channels, whether they are a sign of life or not', async (context) => {
  const { db, close } = await openPostgresCopy();
  context.after(close);
  const { scope } = await makeMeasuredCompany(db);
  const batchAt = (at: number): RecordedBatch => ({
    counts: [{ channelId: 'mail', day: getDayClock('Europe/Berlin').dayOf(TEST_NOW), events: 1, recordedLongAfter: 0 }],
    newest: new Map([['mail', at]]),
    signOfLifeAt: at,
  });
  const note = (at: number) => db.transaction().execute((trx) => noteRecorded(trx, scope, batchAt(at)));
  const isWaiting = async () => {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    return rows.length > 0;
  };
  const tryDays = () =>
    sql`select from recorded_day where company_id = ${scope.companyId} for update nowait`.execute(db).then(
      () => 'free',
      (error: { code: string }) => error.code,
    );
  await note(TEST_NOW);
  const newest = sql<{
    at: number;
  }>`select last_event_at as at from channel_source where company_id = ${scope.companyId} and channel_id = 'mail'`;
  for (const at of [TEST_NOW + 1, TEST_NOW - 1]) {
    // A newest event that both move, so that both need the row which is held here.
    await sql`update channel_source set last_event_at = 0 where company_id = ${scope.companyId}`.execute(db);
    let noted: Promise<void> | undefined;
    await db.transaction().execute(async (trx) => {
      await sql`select from channel_source where company_id = ${scope.companyId} for update`.execute(trx);
      noted = note(at);
      await waitUntil(isWaiting);
      assert.equal(await tryDays(), '55P03', `a batch at ${at} waits for a channel and has not taken its days`);
    });
    await noted;
    assert.equal((await newest.execute(db)).rows[0]?.at, at);
  }
});
