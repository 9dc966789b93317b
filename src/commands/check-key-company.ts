import { findCompanyBySlug } from '../store/company.ts';
import type { ApiKeyActor } from './authenticate-api-key.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';

/**
 * Refuses a key of another company than the sender says it means, before events end up in the wrong place.
 * @throws AppError `wrong-company`.
 */
export async function checkKeyCompany(ctx: Context, key: ApiKeyActor, slug: string): Promise<void> {
  const company = await findCompanyBySlug(ctx.db, slug);
  if (company?.id === key.companyId) return;
  throw new AppError(
    'wrong-company',
    `This API key does not belong to the company “${slug.slice(0, 80)}”.`,
    'Use a key of that company, or leave out ?company= from the address.',
  );
}
