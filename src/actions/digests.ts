import { defineAction } from 'astro:actions';
import { sendMyDigest as sendMyDigestCommand } from '../commands/send-my-digest.ts';
import { setDigestChoice as setDigestChoiceCommand } from '../commands/set-digest-choice.ts';
import { unsubscribeByLink } from '../commands/unsubscribe-by-link.ts';
import { readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';
import { readUnsubscribeLink } from '../http/unsubscribe-link.ts';

/** Forms about digests by mail. */

const accept = 'form';

const setDigestChoice = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { weekly: form.has('weekly'), monthly: form.has('monthly') };
    return submitForm(form, () => setDigestChoiceCommand(context.locals.ctx, pathCompany(context.url), input));
  },
});

const sendMyDigest = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { kind: readText(form, 'kind') as 'weekly' };
    return submitForm(form, () => sendMyDigestCommand(context.locals.ctx, pathCompany(context.url), input));
  },
});

const unsubscribe = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, async () => {
      await unsubscribeByLink(context.locals.ctx, readUnsubscribeLink(context.url));
      return {};
    }),
});

export const digestActions = { setDigestChoice, sendMyDigest, unsubscribe };
