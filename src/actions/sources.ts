import { type ActionAPIContext, defineAction } from 'astro:actions';
import { createApiKey as createApiKeyCommand } from '../commands/create-api-key.ts';
import { createSource as createSourceCommand } from '../commands/create-source.ts';
import { revokeApiKey as revokeApiKeyCommand } from '../commands/revoke-api-key.ts';
import { setConversationLink as setConversationLinkCommand } from '../commands/set-conversation-link.ts';
import { readText, submitForm } from '../http/form.ts';

/** Forms of a company's sources and keys. The company is the one in the page's address. */

const accept = 'form';

const slugOf = (context: ActionAPIContext): string => /^\/app\/([^/]+)\//.exec(context.url.pathname)?.[1] ?? '';

const createSource = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => createSourceCommand(context.locals.ctx, slugOf(context), { name: readText(form, 'name') })),
});

const createApiKey = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { sourceId: readText(form, 'sourceId'), name: readText(form, 'name') };
    return submitForm(form, () => createApiKeyCommand(context.locals.ctx, slugOf(context), input));
  },
});

const revokeApiKey = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, () => revokeApiKeyCommand(context.locals.ctx, slugOf(context), { keyId: readText(form, 'keyId') })),
});

const setConversationLink = defineAction({
  accept,
  handler: (form: FormData, context) => {
    const input = { sourceId: readText(form, 'sourceId'), link: readText(form, 'link') };
    return submitForm(form, () => setConversationLinkCommand(context.locals.ctx, slugOf(context), input));
  },
});

export const sourceActions = { createSource, createApiKey, revokeApiKey, setConversationLink };
