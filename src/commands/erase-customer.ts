import { eraseAuthor, findAuthorTrace } from '../store/author.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';
import { customerForm } from './find-customer.ts';
import { hashAuthorOf } from './hash-author.ts';

/**
 * Erases a customer from a company's events. What remains are times without a person, so every published figure stays as it was.
 * Logged without the name.
 * @throws AppError `not-found` when nothing is recorded of such a customer.
 */
export const eraseCustomer = companyCommand({
  name: 'erase-customer',
  role: 'admin',
  input: customerForm,
  run: async (_ctx, company, { author }, { trx, audit }) => {
    const authorHash = await hashAuthorOf(trx, company.id, author);
    const { events } = await findAuthorTrace(trx, company.id, authorHash);
    if (events === 0) {
      throw new AppError('not-found', 'Nothing is recorded of this customer.', 'Write the handle or address as your source sends it.');
    }
    await eraseAuthor(trx, company.id, authorHash);
    audit({ events });
    return { events };
  },
});
