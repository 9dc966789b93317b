import { sql } from 'kysely';
import type { DatabaseTransaction } from './database.ts';

/** The notification channel on which every instance hears that a company's public figures or words may have changed. */
export const COMPANY_CHANGED = 'company_changed';

/** Tells every instance, when and only when this transaction commits, that the company changed. */
export async function notifyCompanyChanged(trx: DatabaseTransaction, companyId: number): Promise<void> {
  await sql`select pg_notify(${COMPANY_CHANGED}, ${String(companyId)})`.execute(trx);
}
