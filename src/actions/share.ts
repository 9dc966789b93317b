import { defineAction } from 'astro:actions';
import { createShareLink as createShareLinkCommand } from '../commands/create-share-link.ts';
import { revokeShareLink as revokeShareLinkCommand } from '../commands/revoke-share-link.ts';
import { readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';

/** Forms of links that open a report. The company is the one in the page's address. */

const accept = 'form';

const createShareLink = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = {
      period: readText(form, 'period'),
      channelIds: form.getAll('channel').map(String),
      days: readText(form, 'days'),
      note: readText(form, 'note'),
    };
    return submitForm(form, () => createShareLinkCommand(context.locals.ctx, pathCompany(context.url), input));
  },
});

const revokeShareLink = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => revokeShareLinkCommand(context.locals.ctx, pathCompany(context.url), { linkId: readText(form, 'linkId') })),
});

export const shareActions = { createShareLink, revokeShareLink };
