import { type ActionAPIContext, defineAction } from 'astro:actions';
import { checkImport as checkImportCommand } from '../commands/check-import.ts';
import { authorise } from '../commands/company-command.ts';
import { discardImport as discardImportCommand } from '../commands/discard-import.ts';
import { changeForm } from '../commands/read-import-form.ts';
import { startImport as startImportCommand } from '../commands/start-import.ts';
import { readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';
import { findImport } from '../views/read-imports.ts';

/** Forms of the page of an import. Whose company and which import stand in the page's address. */

const accept = 'form';

const importIdOf = (context: ActionAPIContext): string => context.url.pathname.split('/').at(-1) ?? '';

async function readChoice(form: FormData, context: ActionAPIContext) {
  const { ctx } = context.locals;
  const importId = importIdOf(context);
  const company = await authorise(ctx, pathCompany(context.url), 'admin');
  const found = await findImport(ctx.db, company.id, importId);
  return { importId, form: changeForm(found?.form, (name) => readText(form, name), found?.headings.length ?? 0) };
}

const checkImport = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, async () => {
      const choice = await readChoice(form, context);
      const open = () => context.locals.services.uploads.open(choice.importId, 0);
      return checkImportCommand(context.locals.ctx, pathCompany(context.url), { ...choice, open });
    }),
});

const startImport = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, async () => {
      const choice = await readChoice(form, context);
      return startImportCommand(context.locals.ctx, pathCompany(context.url), { ...choice, source: readText(form, 'source') });
    }),
});

const discardImport = defineAction({
  accept,
  handler: (form: FormData, context) =>
    submitForm(form, async () => {
      const importId = importIdOf(context);
      await discardImportCommand(context.locals.ctx, pathCompany(context.url), { importId });
      await context.locals.services.uploads.remove(importId);
      return { importId };
    }),
});

export const importActions = { checkImport, startImport, discardImport };
