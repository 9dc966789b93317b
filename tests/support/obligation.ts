import type { Evidence, NewRow } from '../../db/schema.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { getDayClock } from '../../src/domain/tally/day-clock.ts';
import type { Database } from '../../src/store/database.ts';
import { markDays } from '../../src/store/day-mark.ts';
import { countedBytes } from './context.ts';

/** Stores a source and says which channels it feeds. */
export async function makeSource(
  db: Database,
  companyId: number,
  given: { id?: number; evidence?: Evidence; lastSeenAt: Instant; channels: string[] },
): Promise<number> {
  const { id = 1, evidence = 'reported', lastSeenAt, channels } = given;
  await db
    .insertInto('source')
    .values({ company_id: companyId, id, kind: 'api', name: `Source ${id}`, evidence, created_at: lastSeenAt, last_seen_at: lastSeenAt })
    .execute();
  for (const channel_id of channels) {
    await db.insertInto('channel_source').values({ company_id: companyId, channel_id, source_id: id, last_event_at: lastSeenAt }).execute();
  }
  return id;
}

type Change = Partial<NewRow<'obligation'>> & { asked_at: Instant };

/**
 * An obligation of the commitment `x-first` to answer within an hour of elapsed time, asked at `asked_at` and answered after
 * `answeredAfter` seconds (null: not yet).
 */
export function makeObligation(companyId: number, answeredAfter: number | null, change: Change): NewRow<'obligation'> {
  const target = change.target_seconds ?? 3600;
  const id = countedBytes(6).toString('hex');
  return {
    company_id: companyId,
    source_id: 1,
    conversation_id: id,
    commitment_id: 'x-first',
    ordinal: 0,
    channel_id: 'x',
    metric: 'first-response',
    version_number: 1,
    message_id: id,
    due_at: change.asked_at + target,
    breach_at: change.asked_at + target,
    answered_at: answeredAfter === null ? null : change.asked_at + answeredAfter,
    target_seconds: target,
    waited_seconds: answeredAfter,
    staffed_seconds: answeredAfter,
    excluded_at: null,
    exclusion_reason: null,
    late_exclusion: false,
    audience: null,
    language: null,
    ...change,
  };
}

/** Stores obligations of companies whose days are Berlin's, and marks their days. */
export async function storeObligations(db: Database, rows: NewRow<'obligation'>[]): Promise<void> {
  if (rows.length === 0) return;
  const { dayOf } = getDayClock('Europe/Berlin');
  await db.transaction().execute(async (trx) => {
    await trx.insertInto('obligation').values(rows).execute();
    for (const { company_id, commitment_id, asked_at } of rows) {
      await markDays(trx, company_id, [{ commitmentId: commitment_id, day: dayOf(asked_at) }]);
    }
  });
}
