import { type ActionAPIContext, defineAction } from 'astro:actions';
import { discardDraft as discardDraftCommand } from '../commands/discard-draft.ts';
import { publishAgreement as publishAgreementCommand } from '../commands/publish-agreement.ts';
import { startDraft as startDraftCommand } from '../commands/start-draft.ts';
import { toStartOfDate } from '../domain/local-date.ts';
import { readText, submitForm } from '../http/form.ts';
import { editDraft as edit } from './edit-draft.ts';
import { useTarget as putTargetInDraft } from './use-target.ts';

/** Forms of a company's agreement. The company is the one in the page's address. */

const accept = 'form';

const slugOf = (context: ActionAPIContext): string => /^\/app\/([^/]+)\//.exec(context.url.pathname)?.[1] ?? '';

const startDraft = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const template = readText(form, 'template');
    return submitForm(form, () =>
      startDraftCommand(context.locals.ctx, slugOf(context), template === '' ? { from: 'version' } : { from: 'template', template }),
    );
  },
});

const editDraft = defineAction({
  accept,
  handler: (form: FormData, context) => submitForm(form, () => edit(context.locals.ctx, slugOf(context), form)),
});

const useTarget = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () =>
      putTargetInDraft(context.locals.ctx, slugOf(context), {
        commitmentId: readText(form, 'promise'),
        targetSeconds: Number(readText(form, 'targetSeconds')),
        hoursId: readText(form, 'hours'),
      }),
    ),
});

const discardDraft = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => discardDraftCommand(context.locals.ctx, slugOf(context), { revision: Number(readText(form, 'revision')) })),
});

const publishAgreement = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => {
      const effectiveAt = readDay(readText(form, 'effectiveAt'), readText(form, 'timeZone'));
      return publishAgreementCommand(context.locals.ctx, slugOf(context), { revision: Number(readText(form, 'revision')), effectiveAt });
    }),
});

/** When the day begins in the zone; null without a day; NaN, which the command refuses, when there is no such day or zone. */
function readDay(date: string, timeZone: string): number | null {
  if (date === '') return null;
  try {
    return toStartOfDate(date, timeZone);
  } catch {
    return Number.NaN;
  }
}

export const agreementActions = { startDraft, editDraft, useTarget, discardDraft, publishAgreement };
