import type { Explanation } from '../domain/explanation/explanation.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** Publishes an explanation. */
export async function insertExplanation(
  trx: DatabaseTransaction,
  companyId: number,
  explanation: Pick<Explanation, 'id' | 'channelIds' | 'fromAt' | 'untilAt' | 'text' | 'publishedAt'>,
): Promise<void> {
  const { id, channelIds, fromAt, untilAt, text, publishedAt } = explanation;
  await trx
    .insertInto('explanation')
    .values({
      company_id: companyId,
      id,
      revision: 1,
      channel_ids: JSON.stringify(channelIds),
      from_at: fromAt,
      until_at: untilAt,
      body: text,
      published_at: publishedAt,
      edited_at: null,
      withdrawn_at: null,
    })
    .execute();
}

/** The explanations of a company, withdrawn ones among them, the newest period first. */
export async function listExplanations(db: Database | DatabaseTransaction, companyId: number): Promise<Explanation[]> {
  const rows = await db
    .selectFrom('explanation')
    .select(['id', 'revision', 'channel_ids as channelIds', 'from_at as fromAt', 'until_at as untilAt', 'body as text'])
    .select(['published_at as publishedAt', 'edited_at as editedAt', 'withdrawn_at as withdrawnAt'])
    .where('company_id', '=', companyId)
    .orderBy('from_at', 'desc')
    .orderBy('until_at', 'desc')
    .orderBy('id')
    .execute();
  return rows;
}

/** Changes an explanation that stands. @param revision the one that it was read at. @returns whether there was one. */
export async function updateExplanation(
  trx: DatabaseTransaction,
  companyId: number,
  changed: Pick<Explanation, 'id' | 'revision' | 'channelIds' | 'fromAt' | 'untilAt' | 'text'> & { readonly editedAt: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('explanation')
    .set({
      revision: changed.revision + 1,
      channel_ids: JSON.stringify(changed.channelIds),
      from_at: changed.fromAt,
      until_at: changed.untilAt,
      body: changed.text,
      edited_at: changed.editedAt,
    })
    .where('company_id', '=', companyId)
    .where('id', '=', changed.id)
    .where('revision', '=', changed.revision)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Takes the words of an explanation away; that there was one stays. @returns whether one stood. */
export async function withdrawExplanationOf(trx: DatabaseTransaction, companyId: number, id: string, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('explanation')
    .set({ body: '', withdrawn_at: at })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
