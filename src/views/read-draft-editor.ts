import { suggestTemplate } from '../domain/agreement/suggest-template.ts';
import type { Instant } from '../domain/instant.ts';
import { type DraftView, findDraft } from './find-draft.ts';
import type { Reader } from './reader.ts';

/** What the draft's editor needs beside the form that was sent. */
export interface DraftEditorView {
  readonly draft: DraftView | undefined;
  /** Number of the newest published version. */
  readonly newestVersion: number | undefined;
  /** ISO code of where the company is. */
  readonly country: string;
  /** The template that fits what the company does. */
  readonly suggestedTemplate: string | undefined;
}

/** Reads what the draft's editor shows. For members only: the caller authorises. */
export async function readDraftEditor(db: Reader, companyId: number, now: Instant): Promise<DraftEditorView> {
  const draft = await findDraft(db, companyId, now);
  const company = await db
    .selectFrom('company')
    .select((of) => [
      'country',
      'industry',
      of
        .selectFrom('agreement_version')
        .select((one) => one.fn.max('number').as('number'))
        .where('company_id', '=', companyId)
        .as('newest'),
    ])
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
  return {
    draft,
    newestVersion: company.newest ?? undefined,
    country: company.country,
    suggestedTemplate: suggestTemplate(company.industry),
  };
}
