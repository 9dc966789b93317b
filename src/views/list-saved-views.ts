import { formatQueueFilter, queueFilterForm } from '../domain/queue/queue-filter.ts';
import type { Reader } from './reader.ts';

/** A named filter of the queue, as the members who may use it find it. */
export interface ListedSavedView {
  readonly id: string;
  readonly name: string;
  /** For the whole company. */
  readonly isShared: boolean;
  /** The filter as the query of the queue's address. */
  readonly query: string;
}

/** The saved views that a member has: the company's first, then their own, by name. For agents and above: the caller authorises. */
export async function listSavedViews(db: Reader, companyId: number, userId: string): Promise<ListedSavedView[]> {
  const rows = await db
    .selectFrom('saved_view')
    .select(['id', 'name', 'user_id', 'filter'])
    .where('company_id', '=', companyId)
    .where((where) => where.or([where('user_id', '=', userId), where('user_id', 'is', null)]))
    .orderBy('name')
    .orderBy('id')
    .execute();
  const views = rows.map(({ id, name, user_id, filter }) => ({
    id,
    name,
    isShared: user_id === null,
    query: formatQueueFilter(queueFilterForm.parse(filter)),
  }));
  return views.sort((a, b) => Number(b.isShared) - Number(a.isShared));
}
