import { z } from 'zod';
import type { Agreement } from '../domain/agreement/agreement.ts';
import { planEffect } from '../domain/agreement/effective-instant.ts';
import { findAgreementProblems } from '../domain/agreement/find-agreement-problems.ts';
import { DAY_SECONDS } from '../domain/instant.ts';
import { findAgreementDraft, takeAgreementDraft } from '../store/agreement-draft.ts';
import { insertAgreementVersion, listAgreementVersions } from '../store/agreement-version.ts';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { upsertChannels } from '../store/channel.ts';
import { companyCommand } from './company-command.ts';
import { refuseUnreadDraft } from './draft-conflict.ts';
import { AppError } from './errors.ts';
import { rejudgeConversations } from './rejudge-conversations.ts';

/** Two years: nobody can be held to what is further away. */
const FURTHEST_SECONDS = 731 * DAY_SECONDS;

const publishAgreementForm = z.strictObject({
  /** The revision that was looked at: nothing is published that nobody has read. */
  revision: z.int().min(1),
  /** Not before this instant; null or one that has passed is now. A notice period can make it later. */
  effectiveAt: z.int('Choose a day from the calendar.').nullable().default(null),
});

/**
 * Publishes the draft as the next version, which nothing can change any more. It takes effect at once or when asked for;
 * where it weakens what was promised, after the notice period of what it weakens.
 * @throws AppError `agreement-incomplete` with what is missing, `changed-meanwhile`, `not-found` without a draft.
 */
export const publishAgreement = companyCommand({
  name: 'publish-agreement',
  role: 'admin',
  input: publishAgreementForm,
  run: async (ctx, company, { revision, effectiveAt: wished }, { trx, audit }) => {
    // Whoever takes the draft publishes it: a second one waits here and then finds none, so numbers have no gaps.
    const draft = await takeAgreementDraft(trx, company.id, revision);
    if (draft === undefined) return refuseUnreadDraft(await findAgreementDraft(trx, company.id), 'published');
    const { content } = draft;
    refuseIncomplete(content, ctx.now);
    refuseTooFar(wished, ctx.now);
    const versions = await listAgreementVersions(trx, company.id);
    const { effectiveAt, notices } = planEffect(versions, content, ctx.now, wished ?? ctx.now);
    const number = (versions.at(-1)?.number ?? 0) + 1;
    const publishedBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    const isNext = await insertAgreementVersion(trx, company.id, { number, content, publishedAt: ctx.now, effectiveAt, publishedBy });
    if (!isNext) return refuseUnreadDraft(draft, 'published');
    await upsertChannels(trx, company.id, content.channels, ctx.now);
    await rejudgeConversations(trx, company.id, effectiveAt);
    await notifyCompanyChanged(trx, company.id);
    audit({ number, effectiveAt, weakens: notices.length > 0 });
    return { number, effectiveAt };
  },
});

function refuseIncomplete(content: Agreement, now: number): void {
  const fields = findAgreementProblems(content, now);
  if (fields.length === 0) return;
  const count = fields.length === 1 ? 'One thing is' : `${fields.length} things are`;
  throw new AppError('agreement-incomplete', `${count} missing before this can be published.`, 'Mend what is named and publish again.', {
    fields,
  });
}

function refuseTooFar(wished: number | null, now: number): void {
  if (wished === null || wished <= now + FURTHEST_SECONDS) return;
  const message = 'Choose a day within the next two years.';
  throw new AppError('invalid-input', message, 'Correct the day and publish again.', { fields: [{ field: 'effectiveAt', message }] });
}
