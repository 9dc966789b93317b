import { sql } from 'kysely';
import type { ChannelKind } from '../domain/agreement/channel-kind.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** A place that events can be sent to. What a version promises about it stands in that version. */
export interface Channel {
  readonly id: string;
  readonly kind: string;
  readonly handle: string;
}

/** All channels a company ever named, by id: also those that no version names any more, as their events stay. */
export async function listChannels(db: Database | DatabaseTransaction, companyId: number): Promise<Channel[]> {
  return db.selectFrom('channel').select(['id', 'kind', 'handle']).where('company_id', '=', companyId).orderBy('id').execute();
}

/** Adds the channels that are new and brings kind and handle of the others up to date. Removes none. */
export async function upsertChannels(
  trx: DatabaseTransaction,
  companyId: number,
  channels: readonly { id: string; kind: ChannelKind; handle: string }[],
  now: Instant,
): Promise<void> {
  if (channels.length === 0) return;
  await trx
    .insertInto('channel')
    .values(channels.map(({ id, kind, handle }) => ({ company_id: companyId, id, kind, handle, created_at: now })))
    .onConflict((conflict) =>
      conflict.columns(['company_id', 'id']).doUpdateSet({ kind: sql`excluded.kind`, handle: sql`excluded.handle` }),
    )
    .execute();
}
