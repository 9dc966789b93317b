import { type Agreement, agreementForm } from '../domain/agreement/agreement.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** What a company is writing. `revision` counts saves. */
export interface AgreementDraft {
  readonly content: Agreement;
  readonly revision: number;
  readonly updatedAt: Instant;
  readonly updatedBy: string | null;
}

const COLUMNS = ['content', 'revision', 'updated_at', 'updated_by'] as const;

interface DraftRow {
  content: unknown;
  revision: number;
  updated_at: Instant;
  updated_by: string | null;
}

function toAgreementDraft(row: DraftRow): AgreementDraft {
  return { content: agreementForm.parse(row.content), revision: row.revision, updatedAt: row.updated_at, updatedBy: row.updated_by };
}

export async function findAgreementDraft(db: Database | DatabaseTransaction, companyId: number): Promise<AgreementDraft | undefined> {
  const row = await db.selectFrom('agreement_draft').select(COLUMNS).where('company_id', '=', companyId).executeTakeFirst();
  return row === undefined ? undefined : toAgreementDraft(row);
}

interface DraftSave {
  content: Agreement;
  updatedAt: Instant;
  updatedBy: string | null;
}

/** Begins a draft at revision 1 and returns true, or false when the company already has one. */
export async function insertAgreementDraft(trx: DatabaseTransaction, companyId: number, draft: DraftSave): Promise<boolean> {
  const result = await trx
    .insertInto('agreement_draft')
    .values({
      company_id: companyId,
      content: JSON.stringify(draft.content),
      revision: 1,
      updated_at: draft.updatedAt,
      updated_by: draft.updatedBy,
    })
    .onConflict((conflict) => conflict.column('company_id').doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Saves over `revision` and returns the new revision, or undefined when the draft is at another one or gone. */
export async function updateAgreementDraft(
  trx: DatabaseTransaction,
  companyId: number,
  revision: number,
  draft: DraftSave,
): Promise<number | undefined> {
  const row = await trx
    .updateTable('agreement_draft')
    .set({
      content: JSON.stringify(draft.content),
      revision: revision + 1,
      updated_at: draft.updatedAt,
      updated_by: draft.updatedBy,
    })
    .where('company_id', '=', companyId)
    .where('revision', '=', revision)
    .returning('revision')
    .executeTakeFirst();
  return row?.revision;
}

/** Takes the draft away and returns what it said, or undefined when it is at another revision or gone. */
export async function takeAgreementDraft(
  trx: DatabaseTransaction,
  companyId: number,
  revision: number,
): Promise<AgreementDraft | undefined> {
  const row = await trx
    .deleteFrom('agreement_draft')
    .where('company_id', '=', companyId)
    .where('revision', '=', revision)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row === undefined ? undefined : toAgreementDraft(row);
}
