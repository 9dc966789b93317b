import { z } from 'zod';
import { type AuthorTrace, findAuthorTrace } from '../store/author.ts';
import { companyCommand } from './company-command.ts';
import { hashAuthorOf } from './hash-author.ts';

export const customerForm = z.strictObject({
  author: z
    .string()
    .min(1, 'Write the customer’s handle or address as your source sends it.')
    .max(200, 'A handle or address has at most 200 characters.'),
});

/**
 * Says what is recorded of a customer, whom only the hash of the name that the source gave can find. The search is logged, the name is not.
 */
export const findCustomer = companyCommand({
  name: 'find-customer',
  role: 'admin',
  input: customerForm,
  run: async (_ctx, company, { author }, { trx, audit }): Promise<AuthorTrace> => {
    const trace = await findAuthorTrace(trx, company.id, await hashAuthorOf(trx, company.id, author));
    audit({ events: trace.events });
    return trace;
  },
});
