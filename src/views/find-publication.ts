import type { AgreementVersion } from '../domain/agreement/agreement.ts';
import type { AgreementChange } from '../domain/agreement/agreement-change.ts';
import { compareAgreements } from '../domain/agreement/compare-agreements.ts';
import { type EffectivePlan, planEffect } from '../domain/agreement/effective-instant.ts';
import type { Instant } from '../domain/instant.ts';
import { type DraftView, findDraft } from './find-draft.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { Reader } from './reader.ts';

/** What publishing the draft now would do. */
export interface Publication {
  readonly draft: DraftView;
  readonly nextNumber: number;
  /** What it is compared with: the version in force, or before the first day of any the newest; undefined for the first. */
  readonly previous: AgreementVersion | undefined;
  readonly changes: readonly AgreementChange[];
  /** When it would take effect if nothing later is asked for, and why it waits. */
  readonly plan: EffectivePlan;
  /** Versions that wait for their day and would never come into force. */
  readonly replaced: readonly AgreementVersion[];
}

/** Reads what publishing would do, or undefined without a draft. For members only: the caller authorises. */
export async function findPublication(db: Reader, companyId: number, now: Instant): Promise<Publication | undefined> {
  const draft = await findDraft(db, companyId, now);
  if (draft === undefined) return undefined;
  const { versions, inForce } = await readAgreementHistory(db, companyId, now);
  const previous = inForce ?? versions.at(-1);
  const plan = planEffect(versions, draft.content, now, now);
  return {
    draft,
    nextNumber: (versions.at(-1)?.number ?? 0) + 1,
    previous,
    changes: previous === undefined ? [] : compareAgreements(previous.content, draft.content),
    plan,
    replaced: versions.filter(({ effectiveAt }) => effectiveAt > now && effectiveAt >= plan.effectiveAt),
  };
}
