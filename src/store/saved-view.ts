import type { Instant } from '../domain/instant.ts';
import type { QueueFilter } from '../domain/queue/queue-filter.ts';
import type { DatabaseTransaction } from './database.ts';

export interface SavedView {
  readonly companyId: number;
  readonly id: string;
  /** Whose it is; null: the whole company's. */
  readonly userId: string | null;
  readonly name: string;
  readonly filter: QueueFilter;
  readonly createdAt: Instant;
}

/** Stores a saved view; false when its member, or the company, has one of this name. */
export async function insertSavedView(trx: DatabaseTransaction, view: SavedView): Promise<boolean> {
  const row = await trx
    .insertInto('saved_view')
    .values({
      company_id: view.companyId,
      id: view.id,
      user_id: view.userId,
      name: view.name,
      filter: JSON.stringify(view.filter),
      created_at: view.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** How many saved views a member has, or the company when `userId` is null. */
export async function countSavedViews(trx: DatabaseTransaction, companyId: number, userId: string | null): Promise<number> {
  const row = await trx
    .selectFrom('saved_view')
    .select((select) => select.fn.countAll<number | string>().as('count'))
    .where('company_id', '=', companyId)
    .where('user_id', 'is not distinct from', userId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Deletes a saved view that is the member's or the company's, and returns its name; undefined when there is none. */
export async function deleteSavedViewOf(
  trx: DatabaseTransaction,
  companyId: number,
  userId: string,
  id: string,
): Promise<string | undefined> {
  const row = await trx
    .deleteFrom('saved_view')
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where((where) => where.or([where('user_id', '=', userId), where('user_id', 'is', null)]))
    .returning('name')
    .executeTakeFirst();
  return row?.name;
}
