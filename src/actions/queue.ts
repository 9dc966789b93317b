import { defineAction } from 'astro:actions';
import { deleteQueueView as deleteQueueViewCommand } from '../commands/delete-queue-view.ts';
import { saveQueueView as saveQueueViewCommand } from '../commands/save-queue-view.ts';
import { readQueueFilter } from '../domain/queue/queue-filter.ts';
import { readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';

/** Forms of the queue. The filter is the one in the page's address. */

const accept = 'form';

const saveQueueView = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) => {
    const input = { name: readText(form, 'name'), isShared: form.has('isShared'), filter: readQueueFilter(url.searchParams) };
    return submitForm(form, () => saveQueueViewCommand(locals.ctx, pathCompany(url), input));
  },
});

const deleteQueueView = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, () => deleteQueueViewCommand(locals.ctx, pathCompany(url), { viewId: readText(form, 'viewId') })),
});

export const queueActions = { saveQueueView, deleteQueueView };
