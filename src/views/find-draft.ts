import { type Agreement, agreementForm } from '../domain/agreement/agreement.ts';
import { type AgreementProblem, findAgreementProblems } from '../domain/agreement/find-agreement-problems.ts';
import type { Instant } from '../domain/instant.ts';
import type { Reader } from './reader.ts';

/** The draft as its editors see it. */
export interface DraftView {
  readonly content: Agreement;
  readonly revision: number;
  readonly updatedAt: Instant;
  /** Name of who saved it last; null when that was not a user, or one who is gone. */
  readonly updatedBy: string | null;
  /** What keeps it from being published. */
  readonly problems: readonly AgreementProblem[];
}

/** Reads a company's draft, or undefined when there is none. For members only: the caller authorises. */
export async function findDraft(db: Reader, companyId: number, now: Instant): Promise<DraftView | undefined> {
  const row = await db
    .selectFrom('agreement_draft')
    .leftJoin('user_account', 'user_account.id', 'agreement_draft.updated_by')
    .select(['agreement_draft.content', 'agreement_draft.revision', 'agreement_draft.updated_at', 'user_account.name'])
    .where('agreement_draft.company_id', '=', companyId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const content = agreementForm.parse(row.content);
  const problems = findAgreementProblems(content, now);
  return { content, revision: row.revision, updatedAt: row.updated_at, updatedBy: row.name, problems };
}
