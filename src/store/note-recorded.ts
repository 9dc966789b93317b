import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import { COMPANY_CHANGED } from './change-notice.ts';
import type { DatabaseTransaction } from './database.ts';
import type { SourceScope } from './event.ts';
import { pipelined } from './pipelined.ts';
import { prepared } from './prepared.ts';
import { addingRecorded, type RecordedCount } from './recorded-day.ts';
import { movingNewestEvents, movingSignOfLife } from './source.ts';

/** What a batch of a source leaves behind beside its events. */
export interface RecordedBatch {
  /** Each channel and day once. */
  readonly counts: readonly RecordedCount[];
  /** The newest event of each channel. */
  readonly newest: ReadonlyMap<string, Instant>;
  readonly signOfLifeAt: Instant;
}

/**
 * Adds to the counters of days, moves the source's newest events and last sign of life forward, and tells every instance that the company
 * changed, when it did. One statement, because batches of one source wait for each other from here on.
 */
export async function noteRecorded(trx: DatabaseTransaction, scope: SourceScope, batch: RecordedBatch): Promise<void> {
  // PostgreSQL runs what is only written down here when it is asked for, or at the end in an order of its own. One sum asks for
  // each whole and from left to right. Two batches that went different ways would wait for each other, until the database ends one after a second.
  await sql`
    ${pipelined}${prepared} with alive as (${movingSignOfLife(scope, batch.signOfLifeAt)}),
      counted as (${addingRecorded(scope.companyId, batch.counts)}),
      moved as (${movingNewestEvents(scope, batch.newest)})
    select pg_notify(${COMPANY_CHANGED}, ${String(scope.companyId)})
    where (select count(*) from alive) + (select count(*) from counted) > 0 * (select count(*) from moved)`.execute(trx);
}
