import { defineAction } from 'astro:actions';
import { eraseCustomer as eraseCustomerCommand } from '../commands/erase-customer.ts';
import { findCustomer as findCustomerCommand } from '../commands/find-customer.ts';
import { readText, submitForm } from '../http/form.ts';
import { pathCompany } from '../http/path-company.ts';

/** Forms on the data of a company's customers. */

const accept = 'form';

const findCustomer = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, async () => {
      const author = readText(form, 'author').trim();
      return { author, ...(await findCustomerCommand(locals.ctx, pathCompany(url), { author })) };
    }),
});

const eraseCustomer = defineAction({
  accept,
  handler: (form: FormData, { locals, url }) =>
    submitForm(form, () => eraseCustomerCommand(locals.ctx, pathCompany(url), { author: readText(form, 'author').trim() })),
});

export const customerActions = { findCustomer, eraseCustomer };
